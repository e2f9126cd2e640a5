/** Tests of what the sandbox counts by itself. */
@NullMarked
package dev.berth.sandbox.census;

import org.jspecify.annotations.NullMarked;
