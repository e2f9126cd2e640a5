package dev.berth.sandbox.view;

import dev.berth.sandbox.view.Situation.Decision;
import dev.berth.sandbox.view.Situation.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * The sandbox as lines that are printed one after the other, for output that is no terminal.
 *
 * <p>Threading: immutable.
 */
public final class Story {
  /** Decisions told one by one between two looks; more are counted. */
  private static final int DECISIONS = 12;

  private Story() {}

  /** What is said first. */
  public static List<String> beginning(Situation now) {
    List<String> lines = new ArrayList<>();
    lines.add("In another terminal:");
    now.invitation().lines().forEach(command -> lines.add("  " + command));
    return lines.stream().map(TextWidth::harmless).toList();
  }

  /** What has happened between two looks; nothing when nothing has changed. */
  public static List<String> between(Situation before, Situation now) {
    List<String> lines = new ArrayList<>();
    long told = before.pace().decisions();
    List<Decision> news =
        now.decisions().stream().filter(decision -> decision.number() > told).toList().reversed();
    long count = now.pace().decisions() - told;
    if (count <= DECISIONS && count == news.size()) {
      news.forEach(decision -> lines.add(decision(decision)));
    } else if (count > 0) {
      lines.add(at(now) + Numbers.things(count, "decision"));
    }
    if (!now.counts().equals(before.counts())) {
      lines.add(at(now) + counts(now));
    }
    if (!now.notice().isEmpty() && !now.notice().equals(before.notice())) {
      lines.add(now.notice());
    }
    return lines.stream().map(TextWidth::harmless).toList();
  }

  /** What is said last. */
  public static List<String> end(Situation now) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s on %s in %s; %s, p50 %s, p99 %s"
            .formatted(
                counts(now),
                Numbers.things(now.nodes().size(), "node"),
                Numbers.seconds(now.elapsed()),
                Numbers.things(now.pace().decisions(), "decision"),
                Numbers.millis(now.pace().decisionNanos().p50()),
                Numbers.millis(now.pace().decisionNanos().p99())));
    now.waiting().stream()
        .limit(DECISIONS)
        .forEach(w -> lines.add("  %s: %s".formatted(w.pod(), w.why())));
    int more = now.waiting().size() - DECISIONS;
    if (more > 0) {
      lines.add("  and " + Numbers.count(more) + " more wait");
    }
    return lines.stream().map(TextWidth::harmless).toList();
  }

  private static String counts(Situation now) {
    return "bound %d, pending %d, unschedulable %d, gated %d"
        .formatted(
            now.counts().bound(),
            now.counts().pending(),
            now.counts().unschedulable(),
            now.counts().gated());
  }

  private static String at(Situation now) {
    return Numbers.clock(now.elapsed()) + "  ";
  }

  private static String decision(Decision decision) {
    String took = Numbers.millis(decision.nanos());
    return Numbers.clock(decision.at())
        + "  "
        + switch (decision.outcome()) {
          case Outcome.Placed placed ->
              "%s -> %s (%s%d of %d nodes fit, %s)"
                  .formatted(
                      decision.pod(),
                      placed.node(),
                      placed.score().isPresent()
                          ? "score " + placed.score().getAsLong() + ", "
                          : "",
                      placed.feasible(),
                      placed.evaluated(),
                      took);
          case Outcome.Nowhere(String why) ->
              "%s fits nowhere: %s (%s)".formatted(decision.pod(), why, took);
          case Outcome.Failed(String why) ->
              "%s could not be placed: %s (%s)".formatted(decision.pod(), why, took);
        };
  }
}
