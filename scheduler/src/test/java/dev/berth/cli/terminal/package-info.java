/** Tests of drawing on a terminal. */
@NullMarked
package dev.berth.cli.terminal;

import org.jspecify.annotations.NullMarked;
