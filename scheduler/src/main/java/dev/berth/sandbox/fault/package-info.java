/**
 * What can go wrong between an API server and its callers, put in and taken out while it runs.
 *
 * <p>Start reading at {@link dev.berth.sandbox.fault.Faults}. It stands around the handler of the
 * API, on the wire: the API itself knows nothing of it. {@code sandbox} and tests may call; calls
 * {@code http} and {@code objects}.
 */
@NullMarked
package dev.berth.sandbox.fault;

import org.jspecify.annotations.NullMarked;
