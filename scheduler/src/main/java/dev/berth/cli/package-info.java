/**
 * The command line: the composition root that wires every other package together, and one class for
 * each command.
 *
 * <p>Nothing calls this package but the launcher; it may call everything.
 */
@NullMarked
package dev.berth.cli;

import org.jspecify.annotations.NullMarked;
