package dev.berth.sandbox.view;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Everything that is known about a sandbox at one moment and worth showing.
 *
 * <p>Threading: immutable.
 *
 * @param elapsed since the sandbox began
 * @param decisions the last ones, newest first
 * @param nodes ordered as they are to be shown
 * @param waiting pods without a node, longest waiting first
 * @param invitation what to type in another terminal
 * @param notice one line that cannot wait, or ""
 */
public record Situation(
    Duration elapsed,
    Counts counts,
    Pace pace,
    List<Decision> decisions,
    List<NodeFill> nodes,
    List<Waiting> waiting,
    Invitation invitation,
    String notice) {

  /** Before anything is known. */
  public static final Situation NOTHING =
      new Situation(
          Duration.ZERO,
          Counts.NONE,
          Pace.NONE,
          List.of(),
          List.of(),
          List.of(),
          Invitation.NONE,
          "");

  public Situation {
    decisions = List.copyOf(decisions);
    nodes = List.copyOf(nodes);
    waiting = List.copyOf(waiting);
  }

  /**
   * How many pods are in which state; each pod is in one.
   *
   * @param coming pods that will be created later
   * @param pending pods that were not judged yet, or are to be tried again at once
   */
  public record Counts(int coming, int pending, int bound, int unschedulable, int gated) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    /** Pods that exist. */
    public int pods() {
      return pending + bound + unschedulable + gated;
    }
  }

  /**
   * How quick the scheduler is.
   *
   * @param decisions all of them until now
   * @param decisionNanos of the decisions, without their bindings
   * @param bindNanos from the decision until the API server has the binding
   */
  public record Pace(long decisions, Percentiles decisionNanos, Percentiles bindNanos) {
    public static final Pace NONE = new Pace(0, Percentiles.NONE, Percentiles.NONE);
  }

  /** Two percentiles of durations; 0 when there are none. */
  public record Percentiles(long p50, long p99) {
    public static final Percentiles NONE = new Percentiles(0, 0);
  }

  /**
   * One decision about one pod.
   *
   * @param number counts up from 1 over all decisions
   * @param at since the sandbox began
   * @param nanos how long it took
   */
  public record Decision(long number, Duration at, String pod, Outcome outcome, long nanos) {}

  /** What was decided. */
  public sealed interface Outcome {
    /**
     * A node was chosen.
     *
     * @param score its total; absent when it was the only one that fits, so that none was scored
     * @param feasible how many nodes fit
     * @param evaluated how many were looked at
     */
    record Placed(String node, OptionalLong score, int feasible, int evaluated)
        implements Outcome {}

    /** It fits on no node. */
    record Nowhere(String why) implements Outcome {}

    /** Something went wrong, and it will be tried again. */
    record Failed(String why) implements Outcome {}
  }

  /**
   * How full a node is by the requests of its pods.
   *
   * @param cpu share of what is allocatable; above 1 when over-committed
   * @param memory as {@code cpu}
   * @param extended other resources in use, as text: {@code gpu 2/4}, or ""
   * @param note what keeps pods away: {@code cordoned}, {@code taint dedicated}, or ""
   */
  public record NodeFill(
      String name,
      String zone,
      double cpu,
      double memory,
      int pods,
      int podCapacity,
      String extended,
      String note) {}

  /**
   * A pod without a node.
   *
   * @param why in words that can stand behind its name
   */
  public record Waiting(String pod, Reason reason, String why) {}

  /** The kinds of waiting. */
  public enum Reason {
    UNSCHEDULABLE,
    GATED,
    PENDING
  }

  /**
   * Commands to paste.
   *
   * @param export sets the environment
   * @param why asks the scheduler about a pod; "" while it does not listen yet
   */
  public record Invitation(String export, List<String> commands, String why) {
    public static final Invitation NONE = new Invitation("", List.of(), "");

    public Invitation {
      commands = List.copyOf(commands);
    }

    /** Whether the scheduler can be asked, too. */
    public boolean isComplete() {
      return !why.isEmpty();
    }

    /** All lines in their order. */
    public List<String> lines() {
      return Stream.of(Stream.of(export), commands.stream(), Stream.of(why))
          .flatMap(Function.identity())
          .filter(line -> !line.isEmpty())
          .toList();
    }
  }
}
