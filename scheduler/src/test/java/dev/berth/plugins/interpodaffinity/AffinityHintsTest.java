package dev.berth.plugins.interpodaffinity;

import static dev.berth.framework.QueueingHint.QUEUE;
import static dev.berth.framework.QueueingHint.SKIP;
import static dev.berth.plugins.interpodaffinity.Terms.avoids;
import static dev.berth.plugins.interpodaffinity.Terms.near;
import static dev.berth.plugins.interpodaffinity.Terms.pod;
import static dev.berth.plugins.interpodaffinity.Terms.wants;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EventResource;
import dev.berth.framework.QueueingHint;
import dev.berth.model.AffinityTerm;
import dev.berth.model.Node;
import dev.berth.model.PodAffinity;
import dev.berth.model.PodInfo;
import dev.berth.plugins.Bed;
import dev.berth.plugins.Hints;
import dev.berth.plugins.Make;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class AffinityHintsTest {

  private static final ClusterEvent POD_EVENT =
      ClusterEvent.of(EventResource.ASSIGNED_POD, ActionType.UPDATE_POD_LABEL);
  private static final ClusterEvent NODE_EVENT =
      ClusterEvent.of(EventResource.NODE, ActionType.UPDATE_NODE_LABEL);
  private static final InterPodAffinity PLUGIN = Terms.plugin(new Bed());

  /** Wants db in its zone, and no web on its host. */
  private static final PodInfo WAITING =
      pod("web")
          .affinity(
              PodAffinity.of(
                  List.of(near("zone", "db")), List.of(near("host", "web")), List.of(), List.of()))
          .build();

  private static PodInfo placed(String app) {
    return Make.pod("other").nodeName("n").labels(Make.labels("app=" + app)).build();
  }

  static Stream<Arguments> podChanges() {
    PodInfo alone = placed("x").toBuilder().affinity(avoids(near("zone", "web"))).build();
    AffinityTerm broken = AffinityTerm.of("zone", Terms.BROKEN, Set.of("default"));
    PodInfo odd = placed("x").toBuilder().affinity(avoids(broken)).build();
    PodInfo oddInAnotherWay = placed("x").toBuilder().affinity(wants(broken)).build();
    PodInfo unplaced = placed("db").toBuilder().nodeName("").build();
    return Stream.of(
        argumentSet("a wanted pod came", null, placed("db"), QUEUE),
        argumentSet("a pod came that is not wanted", null, placed("x"), SKIP),
        argumentSet("a pod came that is to be avoided", null, placed("web"), SKIP),
        argumentSet("a wanted pod without a node came", null, unplaced, SKIP),
        argumentSet("a wanted pod was nominated", null, unplaced.withNominatedNodeName("n"), QUEUE),
        argumentSet("a pod went that was to be avoided", placed("web"), null, QUEUE),
        argumentSet("a wanted pod went", placed("db"), null, SKIP),
        argumentSet("a pod went that kept the pod away", alone, null, QUEUE),
        argumentSet("a pod went whose anti-affinity does not parse", odd, null, QUEUE),
        argumentSet("a pod went whose affinity does not parse", oddInAnotherWay, null, SKIP),
        argumentSet("a pod became wanted", placed("x"), placed("db"), QUEUE),
        argumentSet("a pod ceased to be one to avoid", placed("web"), placed("x"), QUEUE),
        argumentSet("a pod became one to avoid", placed("x"), placed("web"), SKIP),
        argumentSet("a pod ceased to be wanted", placed("db"), placed("x"), SKIP),
        argumentSet("the pod itself changed", WAITING, WAITING, QUEUE));
  }

  @ParameterizedTest
  @MethodSource("podChanges")
  void aPodChange(@Nullable PodInfo before, @Nullable PodInfo after, QueueingHint want) {
    assertThat(Hints.ask(PLUGIN, POD_EVENT, WAITING, before, after)).isEqualTo(want);
  }

  private static Node node(String... labels) {
    return Make.node("n").labels(Make.labels(labels)).build();
  }

  static Stream<Arguments> nodeChanges() {
    return Stream.of(
        argumentSet(
            "a node with the affinity's key came",
            wants(near("zone", "db")),
            null,
            node("zone=a"),
            QUEUE),
        argumentSet("a node without it came", wants(near("zone", "db")), null, node(), SKIP),
        argumentSet("a node got it", wants(near("zone", "db")), node(), node("zone=a"), QUEUE),
        argumentSet(
            "a node moved", wants(near("zone", "db")), node("zone=b"), node("zone=a"), QUEUE),
        argumentSet("a node lost it", wants(near("zone", "db")), node("zone=b"), node(), SKIP),
        argumentSet(
            "a node stayed",
            wants(near("zone", "db")),
            node("zone=a"),
            node("zone=a", "x=1"),
            SKIP),
        argumentSet(
            "a node came to a pod that avoids", avoids(near("host", "web")), null, node(), QUEUE),
        argumentSet(
            "a node lost the anti-affinity's key",
            avoids(near("host", "web")),
            node("host=a"),
            node(),
            QUEUE),
        argumentSet(
            "a node moved out of the way",
            avoids(near("host", "web")),
            node("host=a"),
            node("host=b"),
            QUEUE),
        argumentSet(
            "a node got the anti-affinity's key",
            avoids(near("host", "web")),
            node(),
            node("host=b"),
            SKIP),
        argumentSet(
            "a node came to a pod that only others keep away",
            PodAffinity.NONE,
            null,
            node("host=b"),
            SKIP));
  }

  @ParameterizedTest
  @MethodSource("nodeChanges")
  void aNodeChange(PodAffinity affinity, @Nullable Node before, Node after, QueueingHint want) {
    PodInfo waiting = pod("web").affinity(affinity).build();
    assertThat(Hints.ask(PLUGIN, NODE_EVENT, waiting, before, after)).isEqualTo(want);
  }

  @Test
  void termsThatDoNotParse_areWorthATry() {
    AffinityTerm broken = AffinityTerm.of("zone", Terms.BROKEN, Set.of("default"));
    for (PodAffinity affinity : List.of(wants(broken), avoids(broken))) {
      PodInfo waiting = pod("web").affinity(affinity).build();

      assertThat(Hints.ask(PLUGIN, POD_EVENT, waiting, null, placed("x"))).isEqualTo(QUEUE);
      assertThat(Hints.ask(PLUGIN, NODE_EVENT, waiting, null, node())).isEqualTo(QUEUE);
    }
  }

  @Test
  void events_areThoseOfUpstream() {
    assertThat(Hints.labels(PLUGIN))
        .containsExactly("PodAddDeleteUpdatePodLabel", "NodeAddUpdateNodeLabel");
  }
}
