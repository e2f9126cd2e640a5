/**
 * What the demo puts into a sandbox: hollow machines, and a workload with something of everything.
 *
 * <p>Start reading at {@link dev.berth.sandbox.demo.DemoCluster} and {@link
 * dev.berth.sandbox.demo.Workload}. Same arguments, same objects. The command line calls; calls
 * only {@code sandbox.objects}.
 */
@NullMarked
package dev.berth.sandbox.demo;

import org.jspecify.annotations.NullMarked;
