/** Tests of what the demo puts into a sandbox. */
@NullMarked
package dev.berth.sandbox.demo;

import org.jspecify.annotations.NullMarked;
