package dev.berth.sandbox.view;

import dev.berth.sandbox.view.Situation.Counts;
import dev.berth.sandbox.view.Situation.Decision;
import dev.berth.sandbox.view.Situation.Invitation;
import dev.berth.sandbox.view.Situation.NodeFill;
import dev.berth.sandbox.view.Situation.Outcome;
import dev.berth.sandbox.view.Situation.Pace;
import dev.berth.sandbox.view.Situation.Percentiles;
import dev.berth.sandbox.view.Situation.Reason;
import dev.berth.sandbox.view.Situation.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Made-up situations. */
final class Situations {
  static final Invitation INVITATION =
      new Invitation(
          "export KUBECONFIG=/tmp/berth-sandbox-8213/kubeconfig",
          List.of(
              "kubectl get pods -o wide --watch",
              "kubectl label node small-1 disk=ssd",
              "kubectl run mine --image=nginx"),
          "scheduler/bin/berth why too-big --address 127.0.0.1:40213");

  private Situations() {}

  static Situation usual() {
    return of(nodes(8, "small-"), decisions(30, "cart-"), waiting());
  }

  static Situation of(List<NodeFill> nodes, List<Decision> decisions, List<Waiting> waiting) {
    return new Situation(
        Duration.ofSeconds(67),
        new Counts(12, 1, 44, 2, 1),
        new Pace(
            decisions.size(),
            new Percentiles(420_000, 1_900_000),
            new Percentiles(5_300_000, 17_000_000)),
        decisions,
        nodes,
        waiting,
        INVITATION,
        "");
  }

  static List<NodeFill> nodes(int count, String prefix) {
    List<NodeFill> nodes = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      nodes.add(
          new NodeFill(
              prefix + i,
              "zone-" + (char) ('a' + i % 3),
              (i - 1) % 11 / 10.0,
              i % 7 / 10.0,
              i,
              110,
              i % 4 == 0 ? "gpu 2/4" : "",
              i % 6 == 0 ? "taint dedicated" : ""));
    }
    return nodes;
  }

  static List<Decision> decisions(int count, String prefix) {
    List<Decision> decisions = new ArrayList<>();
    for (int i = count; i >= 1; i--) {
      Outcome outcome =
          switch (i % 5) {
            case 0 -> new Outcome.Nowhere("8 Insufficient cpu");
            case 1 -> new Outcome.Placed("gpu-1", OptionalLong.empty(), 1, 8);
            case 2 -> new Outcome.Failed("the API server does not answer");
            default -> new Outcome.Placed("small-" + i, OptionalLong.of(287 + i), 6, 8);
          };
      decisions.add(
          new Decision(i, Duration.ofMillis(100L * i), prefix + i, outcome, 420_000L * i));
    }
    return decisions;
  }

  static List<Waiting> waiting() {
    return List.of(
        new Waiting(
            "too-big",
            Reason.UNSCHEDULABLE,
            "7 Insufficient cpu, 1 node(s) had untolerated taint(s)"),
        new Waiting(
            "wants-ssd",
            Reason.UNSCHEDULABLE,
            "8 node(s) didn't match Pod's node affinity/selector"),
        new Waiting("report", Reason.GATED, "gated by example.com/approval"),
        new Waiting("web-17", Reason.PENDING, "not tried yet"));
  }
}
