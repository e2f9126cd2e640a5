/** Tests of the program as a whole: its architecture and the way its tests run. */
@NullMarked
package dev.berth;

import org.jspecify.annotations.NullMarked;
