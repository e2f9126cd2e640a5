/**
 * The plugin contract: extension points, what they may answer, and every port lent to a plugin or
 * to the pipeline.
 *
 * <p>Who may call: everybody; plugin jars compile against this package, {@code model} and {@code
 * columns} alone. What may not be here: policy of any plugin, I/O, threads, and anything that knows
 * how the cluster mirror or the queue is kept.
 *
 * <p>Extension points mirror {@code k8s.io/kube-scheduler/framework/interface.go} of Kubernetes
 * 1.36.3; they run in the order that they have there: PreEnqueue, QueueSort, PreFilter, Filter,
 * PostFilter, PreScore, Score, Normalize, Reserve, Permit, PreBind, Bind, PostBind.
 */
@NullMarked
package dev.berth.framework;

import org.jspecify.annotations.NullMarked;
