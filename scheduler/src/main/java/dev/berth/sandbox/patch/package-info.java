/**
 * The three kinds of patches that an API server takes, on JSON trees.
 *
 * <p>Start reading at {@link dev.berth.sandbox.patch.StrategicMergePatch}; which lists it merges by
 * which key stands in {@code PatchShapes}. Knows {@code sandbox.objects} only; {@code sandbox.api}
 * calls. Nothing here validates the result or gives defaults, that is the registry's.
 */
@NullMarked
package dev.berth.sandbox.patch;

import org.jspecify.annotations.NullMarked;
