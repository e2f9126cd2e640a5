/**
 * The terminal that standard output may be: how large it is, and drawing on it in place.
 *
 * <p>Start reading at {@link dev.berth.cli.terminal.Terminal}. Only commands call; calls nobody.
 */
@NullMarked
package dev.berth.cli.terminal;

import org.jspecify.annotations.NullMarked;
