/**
 * The cluster of a sandbox as a file of plain Kubernetes YAML, out and in.
 *
 * <p>Start reading at {@link dev.berth.sandbox.snapshot.Snapshot}. The top package of the sandbox
 * and the commands call it; it calls the registry, and asks {@code hollow} whether what it has read
 * can be counted. Only {@code snakeyaml}'s stream of events is used, so that a file of hundreds of
 * megabytes never stands in memory as one tree.
 */
@NullMarked
package dev.berth.sandbox.snapshot;

import org.jspecify.annotations.NullMarked;
