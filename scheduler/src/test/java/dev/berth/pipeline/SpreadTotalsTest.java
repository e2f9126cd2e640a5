package dev.berth.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.config.PodTopologySpreadArgs;
import dev.berth.config.PodTopologySpreadArgs.Defaulting;
import dev.berth.model.LabelSelector;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.Service;
import dev.berth.model.SpreadConstraint;
import dev.berth.model.SpreadConstraint.NodePolicy;
import dev.berth.model.TopologySpread;
import dev.berth.plugins.Make;
import dev.berth.plugins.podtopologyspread.PodTopologySpread;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Preferred spreading in the corners where kept counts and counting afresh could part; the rules
 * are those of plugins/podtopologyspread/scoring.go.
 */
@ParameterizedClass
@EnumSource(EvaluationMode.class)
record SpreadTotalsTest(EvaluationMode mode) {

  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final String HOST = "kubernetes.io/hostname";

  @Test
  void podsOfAHost_countAlthoughThePoliciesLeaveItOut() {
    Trial trial = spreading();
    trial.node(Make.node("a").labels(Make.labels(HOST + "=a")));
    trial.node(
        Make.node("b")
            .labels(Make.labels(HOST + "=b"))
            .taints(List.of(Make.taint("k=v:NoSchedule"))));
    place(trial, "a", 1);
    place(trial, "b", 3);
    SpreadConstraint byHost =
        new SpreadConstraint(
            HOST,
            1,
            1,
            LabelSelector.of(Map.of("app", "web"), List.of()),
            NodePolicy.HONOR,
            NodePolicy.HONOR);
    PodInfo pod = web("pod").topologySpread(TopologySpread.of(List.of(), List.of(byHost))).build();

    // a: 1 * ln(2 nodes + 2) = 1.4, b: 4.2; 100 * (4 + 1 - raw) / 4
    assertThat(totals(trial, pod)).isEqualTo(Map.of("a", 100L, "b", 25L));
  }

  @Test
  void nodesWithoutAZone_areAZoneOfTheirOwn_forDefaultSpreading() {
    Trial trial = spreading();
    trial.mirror.put(new Service(new ObjectKey("default", "web"), Make.labels("app=web")));
    trial.node(Make.node("a").labels(Make.labels(ZONE + "=a", HOST + "=a")));
    trial.node(Make.node("b").labels(Make.labels(ZONE + "=b", HOST + "=b")));
    trial.node(Make.node("bare").labels(Make.labels(HOST + "=bare")));
    place(trial, "a", 10);
    place(trial, "b", 2);

    // Both weights are ln(3 + 2). a: 2 * 10 * 1.61 + 4 + 2 = 38, b: 2 * 2 * 1.61 + 6 = 12, bare: 2
    assertThat(totals(trial, web("pod").build()))
        .isEqualTo(Map.of("a", 5L, "b", 73L, "bare", 100L));
  }

  private Trial spreading() {
    Trial trial = new Trial(mode);
    PodTopologySpread plugin =
        new PodTopologySpread(
            new PodTopologySpreadArgs(Defaulting.SYSTEM, List.of()), trial.mirror.listers());
    return trial.preScore(plugin).score(plugin);
  }

  private static PodInfo.Builder web(String name) {
    return Make.pod(name).labels(Make.labels("app=web"));
  }

  private static void place(Trial trial, String node, int pods) {
    for (int i = 0; i < pods; i++) {
      trial.mirror.putPod(web(node + i).nodeName(node).build());
    }
  }

  private static Map<String, Long> totals(Trial trial, PodInfo pod) {
    return trial.judge(pod).scores().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().total()));
  }
}
