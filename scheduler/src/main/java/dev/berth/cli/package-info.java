/**
 * The command line: the composition root that wires every other package together, and one class for
 * each command.
 *
 * <p>Nothing calls this package but the launcher; it may call everything. Below {@code Main} and
 * {@code BerthCommand} stand
 *
 * <ul>
 *   <li>{@code run} and {@code extender}: {@code RunningScheduler} and {@code LoneExtender} are
 *       what runs, put together from {@code SchedulerCore} and the connections, feeds and ports
 *       beside it; {@code ...Flags} are read into {@code ...Settings};
 *   <li>{@code sandbox}: {@code Sandbox...}, which runs a {@code RunningScheduler}, too;
 *   <li>{@code why} and {@code doctor}: {@code PodInquiry}, {@code UserKubeconfig};
 *   <li>{@code bench}: {@code Bench...}, {@code Installation}, {@code ControlPlaneScript};
 *   <li>what all have in common: {@code ExitCode}, {@code EnvironmentException}, {@code
 *       UsageErrors}, {@code Failures}, {@code LogLevels}, {@code TextOrJson}, {@code TableOrJson}.
 * </ul>
 *
 * <p>These families are no packages of their own, since 15 classes would have to be public for it:
 * the commands, most of what they have in common, and the scheduler that {@code sandbox} runs.
 */
@NullMarked
package dev.berth.cli;

import org.jspecify.annotations.NullMarked;
