package dev.berth.kube.lease;

import dev.berth.kube.KubeReply;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A process's way to the {@link SimulatedLeases}, on which each request meets a fate.
 *
 * <p>Threading: as its simulation.
 */
final class SimulatedRequests implements LeaseRequests {
  /** What becomes of a request that may or may not reach the server. */
  enum Accident {
    NONE,
    REQUEST_LOST,
    ANSWER_LOST,
    /** The connection breaks behind the server's back. */
    RESET_AFTER,
    /** The server fails before it acts. */
    ERROR_BEFORE,
    /** The server acts and then fails. */
    ERROR_AFTER,
    /** The connection breaks between the code and the body. */
    NO_BODY
  }

  /**
   * @param thereNanos until it is at the server; it may come after the sender gave up
   * @param backNanos from there until the answer is back
   */
  record Fate(Accident accident, long thereNanos, long backNanos) {
    static final Fate GOOD = new Fate(Accident.NONE, 1_000_000, 1_000_000);
  }

  private final Simulation simulation;
  private final SimulatedProcess process;
  private final SimulatedLeases server;
  private final Supplier<Fate> fates;
  private @Nullable KubeReply arrived;
  private boolean broken;

  SimulatedRequests(
      Simulation simulation,
      SimulatedProcess process,
      SimulatedLeases server,
      Supplier<Fate> fates) {
    this.simulation = simulation;
    this.process = process;
    this.server = server;
    this.fates = fates;
  }

  @Override
  public KubeReply read(long timeoutNanos) throws IOException, InterruptedException {
    return send(server::get, timeoutNanos, true);
  }

  @Override
  public KubeReply create(LeaseDocument lease, long timeoutNanos)
      throws IOException, InterruptedException {
    return send(() -> server.post(lease.json()), timeoutNanos, false);
  }

  @Override
  public KubeReply replace(LeaseDocument lease, long timeoutNanos)
      throws IOException, InterruptedException {
    return send(() -> server.put(lease.json()), timeoutNanos, false);
  }

  @Override
  public void abandon(Thread sender) {
    throw new AssertionError("a simulated process is interrupted by the simulation");
  }

  private KubeReply send(Supplier<KubeReply> action, long timeoutNanos, boolean read)
      throws IOException, InterruptedException {
    arrived = null;
    broken = false;
    Fate fate = fates.get();
    long wait = process.beforeWait();
    process.wakeAfter(timeoutNanos, wait);
    if (fate.accident != Accident.REQUEST_LOST) {
      simulation.after(fate.thereNanos, () -> act(action, fate, wait, read));
    }
    process.await();
    if (broken) {
      throw new IOException("connection reset");
    }
    if (arrived == null) {
      throw new IOException("timeout");
    }
    return arrived;
  }

  private void act(Supplier<KubeReply> action, Fate fate, long wait, boolean read) {
    if (fate.accident == Accident.ERROR_BEFORE) {
      answer(SimulatedLeases.status(500, "etcdserver: no leader"), fate, wait);
      return;
    }
    KubeReply reply = action.get();
    switch (fate.accident) {
      case NONE, REQUEST_LOST, ERROR_BEFORE -> answer(reply, fate, wait);
      case ERROR_AFTER -> answer(SimulatedLeases.status(504, "etcd timed out"), fate, wait);
      case ANSWER_LOST -> {}
      case RESET_AFTER -> reset(fate, wait);
      case NO_BODY -> {
        if (read || !reply.isSuccess()) {
          reset(fate, wait);
        } else {
          answer(new KubeReply(reply.code(), new byte[0]), fate, wait);
        }
      }
    }
  }

  private void answer(KubeReply reply, Fate fate, long wait) {
    simulation.after(
        fate.backNanos,
        () -> {
          if (process.isWaitingFor(wait)) {
            arrived = reply;
            process.wake(wait);
          }
        });
  }

  private void reset(Fate fate, long wait) {
    simulation.after(
        fate.backNanos,
        () -> {
          if (process.isWaitingFor(wait)) {
            broken = true;
            process.wake(wait);
          }
        });
  }
}
