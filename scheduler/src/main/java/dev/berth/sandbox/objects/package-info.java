/**
 * What the sandbox keeps and says: kinds, objects as JSON, and the {@code Status} of an API server.
 *
 * <p>Start reading at {@link dev.berth.sandbox.objects.KubeObject}. Everything else in {@code
 * sandbox} may call; calls nobody. No schema is known here beyond {@code metadata} and the fields
 * that a field selector may name.
 */
@NullMarked
package dev.berth.sandbox.objects;

import org.jspecify.annotations.NullMarked;
