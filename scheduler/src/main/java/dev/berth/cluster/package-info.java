/**
 * The mirror of the cluster: nodes, the pods that are or will be on them, and the answers
 * remembered per node.
 *
 * <p>{@link dev.berth.cluster.ClusterMirror} takes what the watch says and what the scheduler
 * assumes, and keeps one {@link dev.berth.framework.ClusterView} in step with it. The flow of a
 * change: mirror, then the view's node by ordinal, its columns and its change log; a memo reads the
 * log the next time it is asked for.
 *
 * <p>Who may call: {@code cycle} for the live mirror, on the scheduler thread; {@code extender},
 * {@code explain}, {@code conformance} and {@code bench} make mirrors of their own, one per request
 * or workload. What may not be here: I/O, threads, policy of any plugin, and the queue of pending
 * pods.
 *
 * <p>There is no type for "this node with some pods more or less": {@link dev.berth.model.NodeInfo}
 * is immutable, so {@code withPod} and {@code withoutPod} are that overlay, for nominated pods and
 * dry runs alike.
 *
 * <p>Mirrors {@code pkg/scheduler/backend/cache}, Kubernetes 1.36.3.
 */
@NullMarked
package dev.berth.cluster;

import org.jspecify.annotations.NullMarked;
