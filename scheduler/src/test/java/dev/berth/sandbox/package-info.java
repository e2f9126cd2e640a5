/** Tests of the sandbox as its clients see it. */
@NullMarked
package dev.berth.sandbox;

import org.jspecify.annotations.NullMarked;
