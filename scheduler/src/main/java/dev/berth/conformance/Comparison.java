package dev.berth.conformance;

import dev.berth.framework.Status;
import dev.berth.pipeline.Diagnosis;
import dev.berth.pipeline.Judgement;
import dev.berth.pipeline.PluginScore;
import dev.berth.pipeline.PreFilterOutcome;
import dev.berth.pipeline.ScheduleResult;
import dev.berth.plugins.InTreeRegistry;
import dev.berth.plugins.defaultpreemption.Findings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds one decision against its expectation, facet by facet.
 *
 * <p>No facet is supported where the expectation names a plugin that Berth does not have; nothing
 * is agreed to that was not decided. Threading: one per case.
 */
final class Comparison {

  private static final Set<String> UNBUILT = InTreeRegistry.get().unbuilt();

  private final Expectation want;
  private final Decided got;
  private final List<Finding> findings = new ArrayList<>();

  private Comparison(Expectation want, Decided got) {
    this.want = want;
    this.got = got;
  }

  static List<Finding> of(Expectation want, Decided got) {
    Comparison comparison = new Comparison(want, got);
    if (Collections.disjoint(want.plugins(), UNBUILT)) {
      comparison.compareAll();
    } else {
      comparison.supportNone();
    }
    return comparison.findings;
  }

  private void supportNone() {
    for (Facet facet : EnumSet.complementOf(EnumSet.of(Facet.QUANTITY))) {
      if (isStated(facet)) {
        findings.add(new Finding.NotSupported(facet));
      }
    }
  }

  /** Does the case say anything of the facet? */
  private boolean isStated(Facet facet) {
    boolean gated = want.preEnqueue() != null;
    return switch (facet) {
      case QUANTITY -> false;
      case PRE_ENQUEUE, FEASIBLE, DECISION -> true;
      case PRE_FILTER -> want.preFilter() != null;
      case FILTER, ERROR -> !gated;
      case SCORE, TOTAL -> want.hasScores();
      case REJECTING_PLUGINS, MESSAGE_HEAD -> want.message() != null;
      case MESSAGE_TAIL -> want.message() != null && want.errors().isEmpty();
      case PREEMPTION -> want.message() != null;
      case NOMINATION -> want.nomination() != null;
    };
  }

  private void compareAll() {
    preEnqueue();
    Judgement judgement = got.judgement();
    ScheduleResult result = got.result();
    if (want.preEnqueue() != null || judgement == null || result == null) {
      return;
    }
    preFilter(judgement);
    filter(judgement);
    scores(judgement);
    decision(judgement, result);
    failure(result);
    postFilter();
  }

  private void preEnqueue() {
    Status gate = got.preEnqueue();
    compare(Facet.PRE_ENQUEUE, "", want.preEnqueue(), gate == null ? null : Verdict.of(gate));
  }

  private void preFilter(Judgement judgement) {
    Verdict verdict = want.preFilter();
    if (verdict == null) {
      return;
    }
    Set<String> wantNodes = want.preFilterNodes();
    String wanted = verdict + (wantNodes == null ? "" : " on " + wantNodes);
    compare(Facet.PRE_FILTER, "", wanted, describe(judgement));
  }

  private static String describe(Judgement judgement) {
    PreFilterOutcome outcome = judgement.preFilter();
    Status refusal = judgement.refusal();
    if (refusal != null) {
      return Verdict.of(refusal).toString();
    }
    return switch (outcome) {
      case null -> "no nodes";
      case PreFilterOutcome.Failed(Status.Error error) -> Verdict.of(error).toString();
      case PreFilterOutcome.Rejected(Status status, Set<String> _) -> Verdict.of(status).toString();
      case PreFilterOutcome.Candidates(Set<String> names, Set<String> _) ->
          names == null ? "Success" : "Success on " + new TreeSet<>(names);
    };
  }

  private void filter(Judgement judgement) {
    Map<String, Verdict> wanted = want.filter();
    Map<String, Verdict> decided = new TreeMap<>();
    judgement.rejected().forEach((node, status) -> decided.put(node, Verdict.of(status)));
    Set<String> nodes = new TreeSet<>(wanted.keySet());
    nodes.addAll(decided.keySet());
    compareEach(Facet.FILTER, nodes, wanted, decided);
    compare(Facet.FEASIBLE, "", want.feasible(), new TreeSet<>(judgement.scores().keySet()));
  }

  private void scores(Judgement judgement) {
    if (!want.hasScores()) {
      return;
    }
    Map<String, Map<String, Long>> decided = scoresByPlugin(judgement);
    Map<String, Map<String, Long>> wanted = want.scoresByPlugin();
    Set<String> plugins = new TreeSet<>(wanted.keySet());
    plugins.addAll(decided.keySet());
    for (String plugin : plugins) {
      compare(Facet.SCORE, plugin, wanted.get(plugin), decided.get(plugin));
    }
    compare(Facet.TOTAL, "", want.totals(), totals(judgement));
  }

  private static Map<String, Map<String, Long>> scoresByPlugin(Judgement judgement) {
    Map<String, Map<String, Long>> scores = new TreeMap<>();
    judgement
        .scores()
        .forEach(
            (node, parts) -> {
              for (PluginScore part : parts.plugins()) {
                scores
                    .computeIfAbsent(part.plugin(), name -> new TreeMap<>())
                    .put(node, part.score());
              }
            });
    return scores;
  }

  private static Map<String, Long> totals(Judgement judgement) {
    Map<String, Long> totals = new TreeMap<>();
    judgement.scores().forEach((node, scores) -> totals.put(node, scores.total()));
    return totals;
  }

  private void decision(Judgement judgement, ScheduleResult result) {
    String node = result instanceof ScheduleResult.Selected selected ? selected.nodeName() : "";
    boolean taken = node.isEmpty() ? want.decision().isEmpty() : want.decision().contains(node);
    if (!taken) {
      compare(Facet.DECISION, "", "one of " + want.decision(), node.isEmpty() ? "no node" : node);
    } else if (want.hasScores()) {
      compare(Facet.DECISION, "best", want.best(), best(judgement));
    } else {
      findings.add(new Finding.Agree(Facet.DECISION));
    }
  }

  private static Set<String> best(Judgement judgement) {
    Map<String, Long> totals = totals(judgement);
    long highest = totals.values().stream().mapToLong(Long::longValue).max().orElse(0);
    Set<String> best = new TreeSet<>(totals.keySet());
    best.removeIf(node -> totals.getOrDefault(node, 0L) != highest);
    return best;
  }

  private void failure(ScheduleResult result) {
    String error =
        result instanceof ScheduleResult.Aborted aborted ? aborted.error().message() : "";
    compareAny(Facet.ERROR, want.errors(), error);
    String message = want.message();
    if (message == null) {
      return;
    }
    Diagnosis diagnosis = result instanceof ScheduleResult.Unfit unfit ? unfit.diagnosis() : null;
    Set<String> blamed = diagnosis == null ? Set.of() : diagnosis.unschedulablePlugins();
    Set<String> pending = diagnosis == null ? Set.of() : diagnosis.pendingPlugins();
    compare(
        Facet.REJECTING_PLUGINS,
        "",
        want.unschedulablePlugins() + " pending " + want.pendingPlugins(),
        new TreeSet<>(blamed) + " pending " + new TreeSet<>(pending));
    if (!want.errors().isEmpty()) {
      compareAny(Facet.MESSAGE_HEAD, want.errors(), error);
    } else {
      String head = diagnosis == null ? "" : MessageParts.of(diagnosis.message()).head();
      compare(Facet.MESSAGE_HEAD, "", MessageParts.of(message).head(), head);
    }
  }

  private void postFilter() {
    for (Facet facet : EnumSet.of(Facet.MESSAGE_TAIL, Facet.PREEMPTION, Facet.NOMINATION)) {
      if (isStated(facet)) {
        postFilter(facet);
      }
    }
  }

  private void postFilter(Facet facet) {
    Diagnosis diagnosis =
        got.result() instanceof ScheduleResult.Unfit unfit ? unfit.diagnosis() : null;
    String message = diagnosis == null ? "" : diagnosis.message();
    String nomination = diagnosis == null ? "clear" : nomination(diagnosis);
    switch (facet) {
      case MESSAGE_TAIL ->
          compare(
              facet,
              "",
              MessageParts.of(Objects.requireNonNull(want.message())).tail(),
              MessageParts.of(message).tail());
      case NOMINATION -> compare(facet, "", want.nomination(), nomination);
      case PREEMPTION -> preemption();
      default -> throw new IllegalArgumentException(facet + " is not decided by PostFilter");
    }
  }

  private void preemption() {
    WantedPreemption wanted = want.preemption();
    Findings found = got.preemption();
    if (wanted == null || found == null) {
      compare(
          Facet.PREEMPTION,
          "",
          wanted == null ? "not tried" : "tried",
          found == null ? "not tried" : "tried");
      return;
    }
    compare(Facet.PREEMPTION, "", "", wanted.difference(found));
  }

  private static String nomination(Diagnosis diagnosis) {
    String nomination = diagnosis.nomination();
    if (nomination == null) {
      return "keep";
    }
    return nomination.isEmpty() ? "clear" : "set";
  }

  private void compareEach(
      Facet facet, Collection<String> keys, Map<String, ?> wanted, Map<String, ?> decided) {
    for (String key : keys) {
      if (!Objects.equals(wanted.get(key), decided.get(key))) {
        compare(facet, key, wanted.get(key), decided.get(key));
        return;
      }
    }
    compare(facet, "", "", "");
  }

  private void compareAny(Facet facet, List<String> acceptable, String decided) {
    boolean same = acceptable.isEmpty() ? decided.isEmpty() : acceptable.contains(decided);
    compare(facet, "", same ? decided : acceptable, decided);
  }

  private void compare(
      Facet facet, String subject, @Nullable Object wanted, @Nullable Object decided) {
    if (Objects.equals(wanted, decided)) {
      findings.add(new Finding.Agree(facet));
    } else {
      findings.add(
          new Finding.Disagree(facet, subject, String.valueOf(wanted), String.valueOf(decided)));
    }
  }
}
