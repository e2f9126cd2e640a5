package dev.berth.plugins.dynamicresources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cluster.ClusterMirror;
import dev.berth.config.DynamicResourcesArgs;
import dev.berth.framework.CycleState;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.Status;
import dev.berth.model.ClusterObject;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodClaim;
import dev.berth.model.PodClaims;
import dev.berth.model.PodInfo;
import dev.berth.model.devices.DeviceClasses;
import dev.berth.plugins.Make;
import dev.berth.plugins.RecordedNews;
import dev.berth.plugins.TestContext;
import java.time.Duration;
import java.util.List;

/** The plugin over a mirror with a class of GPUs, and pods that claim them. */
final class DynamicResourcesBed {
  static final NodeInfo N1 = Make.info(Make.node("n1"));
  static final NodeInfo N2 = Make.info(Make.node("n2"));
  static final String GPU = "example.com/gpu";

  final ClusterMirror mirror = new ClusterMirror();
  final RecordedWrites writer = new RecordedWrites();
  final RecordedNews news = new RecordedNews();
  final DynamicResources plugin =
      new DynamicResources(
          new DynamicResourcesArgs(Duration.ofSeconds(10), Duration.ofMinutes(10)),
          TestContext.telling(TestContext.create(mirror, writer), news),
          expression -> {
            throw new AssertionError("no class has a selector");
          });

  DynamicResourcesBed() {
    mirror.put(DeviceClasses.offering("gpu", GPU));
  }

  static PodInfo pod(String name, PodClaim... claims) {
    return Make.pod(name)
        .uid("uid-" + name)
        .claims(new PodClaims(List.of(claims), List.of(), null))
        .build();
  }

  static PodInfo podOf(String name, String... claims) {
    return pod(
        name,
        List.of(claims).stream()
            .map(claim -> new PodClaim.Existing("its-" + claim, claim))
            .toArray(PodClaim[]::new));
  }

  void put(ClusterObject... objects) {
    List.of(objects).forEach(mirror::put);
  }

  PreFilterResult preFilter(CycleState state, PodInfo pod) {
    return plugin.preFilter(state, pod, mirror.view());
  }

  Status filter(PodInfo pod, NodeInfo node) {
    CycleState state = CycleState.create();
    PreFilterResult result = preFilter(state, pod);
    return result.status().isSuccess() ? plugin.filter(state, pod, node) : result.status();
  }

  /** The state of a pod that was placed. */
  CycleState reserved(PodInfo pod, NodeInfo node) {
    CycleState state = CycleState.create();
    assertThat(preFilter(state, pod)).isEqualTo(PreFilterResult.allNodes());
    assertThat(plugin.filter(state, pod, node)).isEqualTo(Status.success());
    assertThat(plugin.reserve(state, pod, node.name())).isEqualTo(Status.success());
    return state;
  }

  Status postFilter(PodInfo pod, NodeInfo... nodes) {
    CycleState state = CycleState.create();
    preFilter(state, pod);
    for (NodeInfo node : nodes) {
      plugin.filter(state, pod, node);
    }
    return plugin.postFilter(state, pod, mirror.view(), ordinal -> Status.success()).status();
  }
}
