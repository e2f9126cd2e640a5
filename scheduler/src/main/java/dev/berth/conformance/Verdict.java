package dev.berth.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.framework.Status;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * A status as the vectors write it: code, plugin, reasons as a set.
 *
 * <p>Threading: immutable.
 */
record Verdict(String code, String plugin, Set<String> reasons) {

  private static final Verdict SUCCESS = new Verdict("Success", "", Set.of());

  static Verdict of(JsonNode status) {
    TreeSet<String> reasons = new TreeSet<>();
    status.path("reasons").forEach(reason -> reasons.add(reason.asText()));
    return new Verdict(status.path("code").asText(), status.path("plugin").asText(""), reasons);
  }

  static Verdict of(Status status) {
    return switch (status) {
      case Status.Success _, Status.Skip _ -> SUCCESS;
      case Status.Unschedulable s -> of("Unschedulable", s.plugin(), s.reasons());
      case Status.UnschedulableAndUnresolvable s ->
          of("UnschedulableAndUnresolvable", s.plugin(), s.reasons());
      case Status.Pending s -> of("Pending", s.plugin(), s.reasons());
      case Status.Wait s -> of("Wait", s.plugin(), s.reasons());
      case Status.Error s -> of("Error", s.plugin(), s.reasons());
    };
  }

  private static Verdict of(String code, String plugin, Collection<String> reasons) {
    return new Verdict(code, plugin, new TreeSet<>(reasons));
  }

  @Override
  public String toString() {
    return reasons.isEmpty()
        ? code
        : code + " by " + (plugin.isEmpty() ? "-" : plugin) + " " + reasons;
  }
}
