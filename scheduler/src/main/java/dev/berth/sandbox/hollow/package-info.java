/**
 * Kubelets without machines: they take in the pods that are bound to nodes, or refuse them, and an
 * oracle that says whether a node has more than it can hold.
 *
 * <p>Start reading at {@link dev.berth.sandbox.hollow.HollowNodes}. The top package of the sandbox
 * and the commands start it; it calls the registry in process. Quantities are counted here with
 * arithmetic of its own, on purpose: what the scheduler believes is checked against it, so nothing
 * of {@code model} may be used.
 */
@NullMarked
package dev.berth.sandbox.hollow;

import org.jspecify.annotations.NullMarked;
