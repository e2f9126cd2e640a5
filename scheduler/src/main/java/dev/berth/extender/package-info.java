/**
 * The scheduler as an HTTP extender of a kube-scheduler: filter, prioritize, bind and preempt over
 * the same stages that place our own pods.
 *
 * <p>Who may call: {@code cli}, which mounts the routes on a listener. What may not be here:
 * anything that decides; requests are read, the loop is asked, and its answer is written.
 */
@NullMarked
package dev.berth.extender;

import org.jspecify.annotations.NullMarked;
