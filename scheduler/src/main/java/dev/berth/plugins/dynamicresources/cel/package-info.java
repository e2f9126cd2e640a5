/**
 * The conditions of device selectors: expressions of the Common Expression Language in the
 * environment that Kubernetes 1.36.3 gives them, with its limits of length and cost.
 *
 * <p>Called by the allocator of DynamicResources. Calls {@code model} and the CEL library, which is
 * loaded when the first expression is compiled. Knows no claims, nodes or pools.
 */
@NullMarked
package dev.berth.plugins.dynamicresources.cel;

import org.jspecify.annotations.NullMarked;
