/**
 * Asks the API server who a caller of our listeners is, and what that caller may do.
 *
 * <p>Implements {@link dev.berth.http.AccessCheck}; the only part of {@code kube} that knows {@code
 * http}. Called by {@code cli}, which puts a cache in front of it. Knows nothing of the listeners
 * themselves and keeps no state.
 */
@NullMarked
package dev.berth.kube.access;

import org.jspecify.annotations.NullMarked;
