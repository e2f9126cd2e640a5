/**
 * Calls the HTTP extenders of other people: what is sent to them, and what their answers mean.
 *
 * <p>Mirrors {@code pkg/scheduler/extender.go} and {@code k8s.io/kube-scheduler/extender/v1} of
 * Kubernetes 1.36.3. Objects go out as the API server wrote them, so that fields which nobody here
 * knows arrive.
 *
 * <p>Called by {@code cycle} through {@link dev.berth.framework.ExternalExtender}, put together by
 * {@code cli}. What may not be here: what becomes of an answer in a decision; that is {@code cycle}
 * and {@code pipeline}.
 */
@NullMarked
package dev.berth.kube.extend;

import org.jspecify.annotations.NullMarked;
