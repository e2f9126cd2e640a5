/**
 * The whole program against a real control plane or in its sandbox, started and stopped as a user
 * does it, and judged from outside: by what the API server shows, and by rules and arithmetic of
 * the tests' own.
 *
 * <p>Uses {@code controlplane}, {@code sandbox} where that is what is judged, and nothing of
 * Berth's model.
 */
@NullMarked
package dev.berth.it;

import org.jspecify.annotations.NullMarked;
