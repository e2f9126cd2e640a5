/**
 * From the JSON of the API server to the values of {@code model}: pods and nodes token by token,
 * every other kind through databind.
 *
 * <p>What a newer API server adds is skipped and counted, never an error; inside a structure that
 * narrows placement it becomes a {@link dev.berth.model.Refusal} of the pod. {@link FieldPolicy}
 * holds the list of what is used, what is irrelevant and what is refused.
 *
 * <p>Called by {@code kube.watch}, {@code kube.bind}, the extender facade, the conformance runner
 * and the benchmarks. Calls {@code model} and nothing else: no client, no I/O, no thread.
 */
@NullMarked
package dev.berth.kube.decode;

import org.jspecify.annotations.NullMarked;
