/**
 * What an API server does with objects, without HTTP: defaults, admission, validation, binding,
 * graceful deletion and the two forms of events, for the closed list of kinds.
 *
 * <p>Start reading at {@link dev.berth.sandbox.registry.Registry}. Mirrors the registry strategies
 * ({@code pkg/registry}), validation ({@code pkg/apis}) and admission plugins ({@code
 * plugin/pkg/admission}) of Kubernetes 1.36.3. Called by {@code api}, {@code hollow} and the
 * composition in {@code sandbox}; calls {@code store} and {@code objects} only. One small file per
 * kind's rules; a field that no rule names passes and is kept.
 */
@NullMarked
package dev.berth.sandbox.registry;

import org.jspecify.annotations.NullMarked;
