/**
 * The loop: one thread that owns the mirror, the queue and the pipelines, the mailbox through which
 * everything reaches it, and the way from a decision to a binding or to its complete undo.
 *
 * <p>Who may call: {@code kube}, {@code extender}, {@code explain}, {@code metrics} through {@link
 * dev.berth.cycle.Inbox}; {@code cli}, {@code bench} and {@code conformance} build it. What may not
 * be here: how a decision is made ({@code pipeline}), what wakes a pod ({@code queue}), how an API
 * server is spoken to ({@code kube}).
 *
 * <p>{@link dev.berth.cycle.Scheduler#step} is one turn of the loop, in numbered paragraphs.
 */
@NullMarked
package dev.berth.cycle;

import org.jspecify.annotations.NullMarked;
