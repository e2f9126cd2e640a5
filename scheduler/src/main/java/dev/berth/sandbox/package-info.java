/**
 * An API server in this process, for a scheduler and kubectl without a cluster.
 *
 * <p>Start reading at {@link dev.berth.sandbox.Sandbox}, which puts the parts together: {@code
 * objects} is what is kept, {@code store} keeps it, {@code registry} has the rules, {@code api} is
 * HTTP. Nothing here knows Berth: a scheduler comes in over HTTP like any other client.
 */
@NullMarked
package dev.berth.sandbox;

import org.jspecify.annotations.NullMarked;
