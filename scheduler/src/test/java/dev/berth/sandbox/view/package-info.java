/** Tests of what the sandbox shows. */
@NullMarked
package dev.berth.sandbox.view;

import org.jspecify.annotations.NullMarked;
