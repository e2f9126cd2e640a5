/**
 * The examination of a cluster for what keeps Berth, or its pods, from working: small checks, each
 * with a name, findings and remedies.
 *
 * <p>{@link dev.berth.kube.doctor.Doctor} runs them. Called by {@code cli}; reads only, but for
 * access reviews. What may not be here: anything that a running scheduler uses.
 */
@NullMarked
package dev.berth.kube.doctor;

import org.jspecify.annotations.NullMarked;
