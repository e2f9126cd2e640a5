/**
 * Answers to "why": the decision records of the running scheduler, and the log line of each
 * decision.
 *
 * <p>Who may call: {@code cli}, which hands these listeners to the loop. What may not be here:
 * anything that decides.
 */
@NullMarked
package dev.berth.explain;

import org.jspecify.annotations.NullMarked;
