package dev.berth.kube.lease;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.kube.lease.SimulatedRequests.Accident;
import dev.berth.kube.lease.SimulatedRequests.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random histories of three replicas over one simulated server.
 *
 * <p>{@code -Dberth.election.seed=N} replays the history of a failure; {@code
 * -Dberth.election.histories=N} makes more of them.
 */
final class ElectionModelTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;
  private static final int REPLICAS = 3;
  private static final int HISTORIES = Integer.getInteger("berth.election.histories", 60);

  /** No clock here is faster or slower than another by more than a tenth. */
  private static final double CLOCK_ERROR = 0.05;

  private static final long LONGEST_TRY_NANOS =
      (long) (2.2 * Replica.TIMING.retryNanos() / (1 - CLOCK_ERROR));

  /** Between two renewals, and their way to the server. */
  private static final long LONGEST_PERIOD_NANOS =
      (long) (Replica.TIMING.retryNanos() / (1 - CLOCK_ERROR)) + SECOND;

  private static final long SHORTEST_LEASE_NANOS =
      (long) (Replica.TIMING.validNanos(0) / (1 + CLOCK_ERROR));
  private static final long LEASE_NANOS = (long) (Replica.TIMING.validNanos(0) / (1 - CLOCK_ERROR));

  /** The same in each build: what new ones find is looked for on purpose, with more of them. */
  private static LongStream seeds() {
    Long given = Long.getLong("berth.election.seed");
    return given != null ? LongStream.of(given) : new SplittableRandom(20260101).longs(HISTORIES);
  }

  /** One history: what happens is drawn from a seed. */
  private static final class History implements AutoCloseable {
    private final Simulation simulation = new Simulation();
    private final SimulatedLeases server = new SimulatedLeases();
    private final List<Replica> replicas = new ArrayList<>();
    private final List<String> story = new ArrayList<>();
    private final SplittableRandom random;
    private final boolean hands;
    private boolean calm = true;
    private long handsMayActNanos;
    private int started;

    /**
     * @param hands whether somebody deletes and edits the lease; then nobody starts late, because
     *     who never saw a lease takes a missing one at once
     */
    History(long seed, boolean hands) {
      this.random = new SplittableRandom(seed);
      this.hands = hands;
    }

    Replica add() {
      String identity = "replica-" + started++;
      double rate = 1 + random.nextDouble(-CLOCK_ERROR, CLOCK_ERROR);
      SimulatedProcess process = new SimulatedProcess(simulation, random.nextLong(), rate);
      process.turnWallClock(random.nextLong(-3_600_000_000L, 3_600_000_000L));
      Replica replica =
          new Replica(simulation, server, identity, process, random.nextLong(), this::fate);
      replicas.add(replica);
      return replica.start();
    }

    private Fate fate() {
      long there = random.nextLong(MILLI, 50 * MILLI);
      long back = random.nextLong(MILLI, 50 * MILLI);
      if (calm || random.nextInt(4) > 0) {
        return new Fate(Accident.NONE, there, back);
      }
      Accident[] accidents = Accident.values();
      return new Fate(
          accidents[random.nextInt(accidents.length)], there + slowness(), back + slowness());
    }

    private long slowness() {
      return switch (random.nextInt(4)) {
        case 0 -> random.nextLong(Replica.TIMING.requestNanos());
        case 1 -> random.nextLong(20 * SECOND);
        default -> 0;
      };
    }

    void begin() {
      for (int i = 0; i < REPLICAS; i++) {
        add();
      }
      run(20 * SECOND); // all have seen a lease
    }

    void startTrouble() {
      calm = false;
      trouble();
    }

    /** Something happens, and after a while something else. */
    private void trouble() {
      if (calm) {
        return;
      }
      Replica replica = replicas.get(random.nextInt(replicas.size()));
      switch (random.nextInt(10)) {
        case 0, 1 -> pause(replica);
        case 2 -> wallClock(replica);
        case 3 -> replaceIfOver(replica);
        case 4 -> end(replica);
        case 5 -> server.touch();
        case 6, 7 -> byHand(replica);
        default -> {}
      }
      simulation.after(random.nextLong(8 * SECOND), this::trouble);
    }

    private void pause(Replica replica) {
      long nanos = random.nextLong(45 * SECOND);
      tell(replica + " is paused for " + nanos / MILLI + " ms");
      replica.process.pause(nanos);
    }

    private void wallClock(Replica replica) {
      tell("the wall clock of " + replica + " jumps");
      if (random.nextInt(5) == 0) {
        replica.process.stopWallClock();
      } else {
        long range = random.nextBoolean() ? 3_600_000_000L : 5_000_000;
        replica.process.turnWallClock(random.nextLong(-range, range));
      }
    }

    private void end(Replica replica) {
      if (random.nextBoolean()) {
        tell(replica + " is killed");
        replica.process.kill();
      } else {
        tell(replica + " is closed");
        replica.process.interrupt();
      }
    }

    private void replaceIfOver(Replica replica) {
      if (!hands && isOver(replica)) {
        replicas.remove(replica);
        tell(replica + " is replaced by " + add());
      }
    }

    /**
     * A hand leaves time for what follows: no election can tell a lease that is deleted again and
     * again, whenever a standby looks, from one that nobody holds.
     */
    private void byHand(Replica replica) {
      if (!hands || simulation.nowNanos() < handsMayActNanos) {
        return;
      }
      handsMayActNanos = simulation.nowNanos() + 3 * LEASE_NANOS;
      switch (random.nextInt(4)) {
        case 0 -> {
          tell("the lease is deleted");
          server.delete();
        }
        case 1 -> {
          tell("the lease is emptied");
          server.edit(spec -> spec.put("holderIdentity", ""));
        }
        case 2 -> {
          tell("the lease is given to a stranger");
          server.edit(spec -> spec.put("holderIdentity", "stranger"));
        }
        default -> {
          tell("the lease is given to " + replica);
          server.edit(spec -> spec.put("holderIdentity", replica.identity));
        }
      }
    }

    private static boolean isOver(Replica replica) {
      return replica.process.isGone() || !replica.losses.isEmpty();
    }

    private void tell(String event) {
      story.add(simulation.nowNanos() / MILLI + " ms: " + event);
    }

    private String shown() {
      return "\n  " + String.join("\n  ", story) + "\n";
    }

    void run(long nanos) {
      simulation.run(nanos, this::check);
    }

    private void check() {
      List<Replica> holding = replicas.stream().filter(Replica::isHolding).toList();
      assertThat(holding)
          .as("holders at %d ms, after%s", simulation.nowNanos() / MILLI, shown())
          .hasSizeLessThan(2);
    }

    /** From now on nothing happens, and pods that ended are started again. */
    void calmDown() {
      calm = true;
      tell("calm");
      List<Replica> over = replicas.stream().filter(History::isOver).toList();
      over.forEach(this::replace);
    }

    private void replace(Replica replica) {
      // What it held is over by then: this is about who leads next, not about who leads.
      simulation.after(
          LEASE_NANOS,
          () -> {
            replicas.remove(replica);
            add();
          });
    }

    @Nullable Replica holder() {
      return replicas.stream().filter(Replica::isHolding).findAny().orElse(null);
    }

    @Override
    public void close() {
      simulation.close();
    }
  }

  @Test
  void never_twoHolders_andOneWhenAllIsCalm() {
    seeds().forEach(seed -> history(seed, false));
  }

  @Test
  void never_twoHolders_whenHandsEditTheLease() {
    seeds().forEach(seed -> history(seed, true));
  }

  private static void history(long seed, boolean hands) {
    try (History history = new History(seed, hands)) {
      history.begin();
      history.startTrouble();
      history.run(400 * SECOND);
      history.calmDown();
      // A pause, a restart, a lease, and requests that are still under way.
      history.run(45 * SECOND + 2 * LEASE_NANOS + LONGEST_TRY_NANOS + 30 * SECOND);
      Replica holder = history.holder();
      assertThat(holder).as("a holder, after%s", history.shown()).isNotNull();
      history.run(120 * SECOND);
      assertThat(history.holder()).as("the same holder later").isSameAs(holder);
    } catch (AssertionError e) {
      throw new AssertionError("-Dberth.election.seed=" + seed, e);
    }
  }

  @Test
  void leader_thatFallsSilent_isReplacedWithinALeaseAndATry() {
    seeds().forEach(ElectionModelTest::silence);
  }

  private static void silence(long seed) {
    try (History history = new History(seed, false)) {
      history.begin();
      history.run(history.random.nextLong(10 * SECOND));
      Replica dead = requireNonNull(history.holder(), "a holder");
      dead.process.kill();
      history.replicas.remove(dead);
      history.run(SHORTEST_LEASE_NANOS - LONGEST_PERIOD_NANOS);
      assertThat(history.holder()).as("a holder before a lease is over").isNull();

      history.run(
          LONGEST_PERIOD_NANOS + LEASE_NANOS - SHORTEST_LEASE_NANOS + LONGEST_TRY_NANOS + SECOND);

      assertThat(history.holder()).as("a holder after a lease and a try").isNotNull();
    } catch (AssertionError e) {
      throw new AssertionError("-Dberth.election.seed=" + seed, e);
    }
  }

  @Test
  void sameSeed_isTheSameHistory() {
    List<List<String>> stories = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      try (History history = new History(42, true)) {
        history.begin();
        history.startTrouble();
        history.run(300 * SECOND);
        List<String> all = new ArrayList<>(history.story);
        all.addAll(history.server.writes());
        stories.add(all);
      }
    }
    assertThat(stories.get(0)).isEqualTo(stories.get(1)).hasSizeGreaterThan(50);
  }
}
