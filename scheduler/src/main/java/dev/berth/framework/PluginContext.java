package dev.berth.framework;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What a plugin is given when it is made: the ports it may use, nothing else.
 *
 * <p>Mirrors the useful part of {@code framework.Handle}, Kubernetes 1.36.3. Threading: immutable;
 * the ports say their own.
 *
 * @param profile the schedulerName of the profile that the plugin serves
 * @param random the scheduler's seeded generator; same seed and input, same placements
 */
public record PluginContext(
    String profile,
    InstantSource clock,
    RandomGenerator random,
    Binder binder,
    Listers listers,
    Assumptions assumptions,
    VolumeWriter volumeWriter,
    DeviceLedger devices,
    ClaimWriter claimWriter,
    Observations observations,
    SchedulerTasks schedulerTasks,
    NominatedPods nominatedPods,
    Filters filters,
    WaitingPods waitingPods,
    PodActivator activator,
    PluginNews news) {

  /** The same ports but for the filters. */
  public PluginContext withFilters(Filters others) {
    return new PluginContext(
        profile,
        clock,
        random,
        binder,
        listers,
        assumptions,
        volumeWriter,
        devices,
        claimWriter,
        observations,
        schedulerTasks,
        nominatedPods,
        others,
        waitingPods,
        activator,
        news);
  }
}
