package dev.berth.sandbox.demo;

import dev.berth.sandbox.demo.Arrival.Sort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The pods of the demo, in the order of their coming: mostly easy ones, with something of
 * everything among them.
 *
 * <p>The requests are such that the pods fill about half of the nodes. Pods beyond six tenths of
 * what the nodes have are expected to be bound only if there is room. Threading: immutable.
 */
public final class Workload {
  /** How many pods somebody gets who does not say. */
  public static final int PODS = 60;

  /** From this number on the pods that must wait are among them. */
  public static final int WITH_ALL_THAT_WAIT = 10;

  private static final double FILL = 0.5;
  private static final double SURE = 0.6;
  private static final double AT_ONCE = 0.6;
  private static final int LEAST_MILLI_CPU = 20;
  private static final int MOST_MILLI_CPU = 1000;

  private static final List<String> EASY = List.of("web", "api", "cart", "search", "mail");

  /** What comes again and again; easy ones in between. */
  private static final List<Sort> ROUND =
      List.of(
          Sort.EASY,
          Sort.SELECTOR,
          Sort.EASY,
          Sort.TOLERATION,
          Sort.AFFINITY,
          Sort.EASY,
          Sort.PRIORITY,
          Sort.EASY,
          Sort.HOST_PORT,
          Sort.EASY,
          Sort.DEVICE,
          Sort.EASY);

  private final SplittableRandom random;
  private final Duration within;
  private final int pods;
  private final int unitMilliCpu;
  private final Room general;
  private final Room batch;
  private int devices;
  private int ports;
  private final List<Arrival> arrivals = new ArrayList<>();

  private Workload(int nodes, int pods, Duration within, long seed) {
    this.random = new SplittableRandom(seed);
    this.within = within;
    this.pods = pods;
    this.general = Room.of(nodes, false);
    this.batch = Room.of(nodes, true);
    this.unitMilliCpu =
        Math.clamp(
            (long) (general.milliCpu * FILL / Math.max(1, pods)), LEAST_MILLI_CPU, MOST_MILLI_CPU);
    this.devices = Machine.GPU.among(nodes) * Machine.GPU.devices() / 2;
    this.ports = (nodes - Machine.BATCH.among(nodes)) / 2;
  }

  /**
   * The pods for a cluster of {@link DemoCluster#nodes}.
   *
   * @param within the time from the first to the last one; six of ten come at once
   */
  public static List<Arrival> of(int nodes, int pods, Duration within, long seed) {
    Workload workload = new Workload(nodes, pods, within, seed);
    for (int index = 0; index < pods; index++) {
      workload.add(index, workload.sort(index));
    }
    return List.copyOf(workload.arrivals);
  }

  /** The pods that must wait are among the first, where everybody sees them. */
  private Sort sort(int index) {
    return switch (index) {
      case 3 -> Sort.TOO_BIG;
      case 6 -> Sort.GATED;
      case 9 -> Sort.LABEL;
      default -> possible(ROUND.get(index % ROUND.size()));
    };
  }

  /** An easy one instead of one that there are no machines for. */
  private Sort possible(Sort wanted) {
    boolean possible =
        switch (wanted) {
          case TOLERATION -> batch.milliCpu > 0;
          case SELECTOR, AFFINITY -> general.nodes > 1; // the second is large, in the second zone
          case DEVICE -> devices-- > 0;
          case HOST_PORT -> ports-- > 0;
          default -> true;
        };
    return possible ? wanted : Sort.EASY;
  }

  private void add(int index, Sort sort) {
    int milliCpu = unitMilliCpu * (1 + random.nextInt(3)) / 2;
    int mebibytes = Math.max(16, milliCpu * (1 + random.nextInt(4)));
    arrivals.add(
        new Arrival(
            at(index),
            name(index, sort),
            sort,
            expected(sort, milliCpu, mebibytes),
            milliCpu,
            mebibytes));
  }

  private Expectation expected(Sort sort, int milliCpu, int mebibytes) {
    return switch (sort) {
      case TOO_BIG, LABEL -> Expectation.UNSCHEDULABLE;
      case GATED -> Expectation.GATED;
      case TOLERATION -> batch.take(milliCpu, mebibytes);
      default -> general.take(milliCpu, mebibytes);
    };
  }

  private Duration at(int index) {
    int atOnce = (int) Math.ceil(pods * AT_ONCE);
    return index < atOnce || pods <= atOnce
        ? Duration.ZERO
        : within.multipliedBy(index - atOnce + 1L).dividedBy(pods - atOnce);
  }

  private String name(int index, Sort sort) {
    return switch (sort) {
      case EASY -> EASY.get(random.nextInt(EASY.size())) + "-" + index;
      case SELECTOR -> "analytics-" + index;
      case TOLERATION -> "batch-" + index;
      case HOST_PORT -> "ingress-" + index;
      case DEVICE -> "training-" + index;
      case AFFINITY -> "db-" + index;
      case PRIORITY -> "payment-" + index;
      case TOO_BIG -> "too-big";
      case GATED -> "report";
      case LABEL -> "wants-ssd";
    };
  }

  /** What the machines of a pool have together, and how much of it is promised. */
  private static final class Room {
    private final int nodes;
    private final long milliCpu;
    private final long mebibytes;
    private long takenMilliCpu;
    private long takenMebibytes;
    private long takenPods;

    private Room(int nodes, long milliCpu, long mebibytes) {
      this.nodes = nodes;
      this.milliCpu = milliCpu;
      this.mebibytes = mebibytes;
    }

    static Room of(int machines, boolean tainted) {
      int nodes = 0;
      long milliCpu = 0;
      long mebibytes = 0;
      for (Machine machine : Machine.values()) {
        if (machine.isTainted() == tainted) {
          int count = machine.among(machines);
          nodes += count;
          milliCpu += (long) count * machine.allocatableMilliCpu();
          mebibytes += (long) count * machine.allocatableMebibytes();
        }
      }
      return new Room(nodes, milliCpu, mebibytes);
    }

    Expectation take(int cpu, int memory) {
      takenMilliCpu += cpu;
      takenMebibytes += memory;
      takenPods++;
      boolean sure =
          takenMilliCpu <= milliCpu * SURE
              && takenMebibytes <= mebibytes * SURE
              && takenPods <= nodes * Machine.PODS * SURE;
      return sure ? Expectation.BOUND : Expectation.BOUND_IF_ROOM;
    }
  }
}
