/**
 * Holds Berth's decisions against recorded decisions of the real kube-scheduler, facet by facet.
 *
 * <p>Runs the production decoder, configuration loader, mirror and pipeline over every case of a
 * directory; no code here knows the name of a case or of a family. Who may call: {@code cli} and
 * tests.
 */
@NullMarked
package dev.berth.conformance;

import org.jspecify.annotations.NullMarked;
