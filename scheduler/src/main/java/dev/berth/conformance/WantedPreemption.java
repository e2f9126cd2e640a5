package dev.berth.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.framework.PreemptionCandidate;
import dev.berth.plugins.defaultpreemption.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The {@code preemption} object of an expectation.
 *
 * <p>Threading: immutable.
 */
record WantedPreemption(JsonNode tree) {

  /** What is found otherwise than wanted, as "part: wanted, but found"; empty for nothing. */
  String difference(Findings found) {
    if (tree.path("eligible").asBoolean() != found.eligible()) {
      return "eligible: " + tree.path("eligible") + ", but " + found.eligible();
    }
    Map<String, Verdict> failed = new TreeMap<>();
    found.failed().forEach(one -> failed.put(one.node(), Verdict.of(one.status())));
    Map<String, Verdict> wantFailed = new TreeMap<>();
    tree.path("failed")
        .properties()
        .forEach(entry -> wantFailed.put(entry.getKey(), Verdict.of(entry.getValue())));
    if (!failed.equals(wantFailed)) {
      return "failed: " + wantFailed + ", but " + failed;
    }
    String candidates = differenceOfCandidates(found.candidates());
    return candidates.isEmpty() ? differenceOfChoice(found.chosen()) : candidates;
  }

  private String differenceOfCandidates(List<PreemptionCandidate> found) {
    Set<String> wantNodes = new TreeSet<>();
    tree.path("candidates").fieldNames().forEachRemaining(wantNodes::add);
    Set<String> nodes = new TreeSet<>();
    found.forEach(candidate -> nodes.add(candidate.node()));
    if (!nodes.equals(wantNodes)) {
      return "candidates: " + wantNodes + ", but " + nodes;
    }
    for (PreemptionCandidate candidate : found) {
      Set<String> acceptable = acceptable(tree.path("candidates").path(candidate.node()));
      String victims = text(keys(candidate), candidate.budgetViolations());
      if (!acceptable.contains(victims)) {
        return "candidate " + candidate.node() + ": " + acceptable + ", but " + victims;
      }
    }
    return "";
  }

  /** The order of pods that are equally important is open. */
  private static Set<String> acceptable(JsonNode candidate) {
    Set<String> acceptable = new TreeSet<>();
    acceptable.add(text(candidate));
    candidate.path("alternatives").forEach(other -> acceptable.add(text(other)));
    return acceptable;
  }

  private static String text(JsonNode candidate) {
    List<String> victims = new ArrayList<>();
    candidate.path("victims").forEach(victim -> victims.add(victim.asText()));
    return text(victims, candidate.path("pdbViolations").asInt());
  }

  private static List<String> keys(PreemptionCandidate candidate) {
    return candidate.victims().stream().map(victim -> victim.key().toString()).toList();
  }

  private static String text(List<String> victims, long violations) {
    return victims + " violating " + violations;
  }

  private String differenceOfChoice(String chosen) {
    Set<String> best = new TreeSet<>();
    tree.path("best").forEach(node -> best.add(node.asText()));
    boolean right = best.isEmpty() ? chosen.isEmpty() : best.contains(chosen);
    return right ? "" : "best: " + best + ", but " + chosen;
  }
}
