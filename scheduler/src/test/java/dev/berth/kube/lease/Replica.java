package dev.berth.kube.lease;

import dev.berth.kube.lease.SimulatedRequests.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A simulated process that takes part in an election.
 *
 * <p>Threading: as its simulation.
 */
final class Replica implements ElectionListener {
  /** kube-scheduler's numbers. */
  static final ElectionTiming TIMING =
      new ElectionTiming(15, Duration.ofSeconds(10).toNanos(), Duration.ofSeconds(2).toNanos());

  final String identity;
  final SimulatedProcess process;
  final Election election;
  final List<String> losses = new ArrayList<>();
  @Nullable Leadership leadership;
  long leadingSinceNanos;
  private final Simulation simulation;

  Replica(
      Simulation simulation,
      SimulatedLeases server,
      String identity,
      SimulatedProcess process,
      long seed,
      Supplier<Fate> fates) {
    this.simulation = simulation;
    this.identity = identity;
    this.process = process;
    LeaseClaim claim =
        new LeaseClaim(
            new SimulatedRequests(simulation, process, server, fates),
            LeaseDocument.fresh("kube-system", "berth"),
            identity,
            TIMING,
            process);
    this.election =
        new Election(claim, identity, TIMING, process, new SplittableRandom(seed), this);
  }

  /** On a good network, with exact clocks. */
  static Replica on(Simulation simulation, SimulatedLeases server, String identity) {
    SimulatedProcess process = new SimulatedProcess(simulation, 0, 1);
    return new Replica(simulation, server, identity, process, identity.hashCode(), () -> Fate.GOOD);
  }

  Replica start() {
    process.start(election::run);
    return this;
  }

  boolean isHolding() {
    return leadership != null && leadership.isHeld();
  }

  @Override
  public void startedLeading(Leadership now) {
    if (leadership != null) {
      throw new AssertionError(identity + " leads a second time");
    }
    leadership = now;
    leadingSinceNanos = simulation.nowNanos();
  }

  @Override
  public void lost(String reason) {
    losses.add(reason);
  }

  @Override
  public String toString() {
    return identity;
  }
}
