package dev.berth.kube.lease;

import dev.berth.kube.lease.ElectionStatus.Phase;
import dev.berth.kube.lease.SimulatedRequests.Accident;
import dev.berth.kube.lease.SimulatedRequests.Fate;
import java.util.ArrayDeque;
import java.util.Deque;

/** Simulated replicas, leases and networks. */
final class ElectionBed implements AutoCloseable {
  static final long SECOND = 1_000_000_000;

  final Simulation simulation = new Simulation();
  final SimulatedLeases server = new SimulatedLeases();
  final Deque<Fate> fates = new ArrayDeque<>();

  @Override
  public void close() {
    simulation.close();
  }

  Replica start(String identity) {
    return Replica.on(simulation, server, identity).start();
  }

  /** A replica whose next requests meet the fates, all later ones the last of them. */
  Replica startOnBadNetwork(String identity) {
    SimulatedProcess process = new SimulatedProcess(simulation, -SECOND, 1);
    return new Replica(
            simulation,
            server,
            identity,
            process,
            1,
            () -> fates.size() > 1 ? fates.remove() : fates.element())
        .start();
  }

  void run(double seconds) {
    simulation.run((long) (seconds * SECOND));
  }

  static Fate fate(Accident accident) {
    return new Fate(accident, 1_000_000, 1_000_000);
  }

  static Phase phase(Replica replica) {
    return replica.election.status().phase();
  }
}
