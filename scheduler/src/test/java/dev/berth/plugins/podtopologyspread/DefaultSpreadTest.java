package dev.berth.plugins.podtopologyspread;

import static dev.berth.plugins.podtopologyspread.Constrained.TOO_FULL;
import static dev.berth.plugins.podtopologyspread.Constrained.web;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.config.PodTopologySpreadArgs.DefaultConstraint;
import dev.berth.config.PodTopologySpreadArgs.WhenUnsatisfiable;
import dev.berth.framework.CycleState;
import dev.berth.framework.ScoreException;
import dev.berth.framework.Status;
import dev.berth.model.ClusterObject;
import dev.berth.model.LabelRequirement;
import dev.berth.model.LabelSelector;
import dev.berth.model.Labels;
import dev.berth.model.ObjectKey;
import dev.berth.model.OwnerReference;
import dev.berth.model.PodInfo;
import dev.berth.model.ReplicaSet;
import dev.berth.model.ReplicationController;
import dev.berth.model.Service;
import dev.berth.model.StatefulSet;
import dev.berth.model.TopologySpread;
import dev.berth.plugins.Bed;
import dev.berth.plugins.Make;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Pods that say nothing of spreading; the rules are those of plugins/helper/spread.go. */
final class DefaultSpreadTest {

  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final String HOST = "kubernetes.io/hostname";
  private static final ObjectKey KEY = new ObjectKey("default", "web");
  private static final LabelSelector APP_WEB = LabelSelector.of(Map.of("app", "web"), List.of());

  private final Bed bed = new Bed();
  private final PodTopologySpread system = Constrained.plugin(bed);

  private LabelSelector selectorOf(PodInfo pod) {
    return new DefaultSelector(bed.listers()).of(pod);
  }

  private static boolean matches(LabelSelector selector, String... labels) {
    return selector.matches(Make.labels(labels));
  }

  private static PodInfo ownedBy(String apiVersion, String kind) {
    return web().controller(new OwnerReference(apiVersion, kind, "web")).build();
  }

  @Test
  void aPodOfNobody_isNotSpread() {
    bed.node("a", ZONE + "=a", HOST + "=a");
    bed.with(new Service(new ObjectKey("default", "db"), Make.labels("app=db")));
    bed.with(new Service(new ObjectKey("other", "web"), Make.labels("app=web")));
    bed.with(new Service(new ObjectKey("default", "headless"), Labels.EMPTY));

    assertThat(selectorOf(web().build()).isEverything()).isTrue();
    assertThat(system.preScore(CycleState.create(), web().build(), bed.view(), bed.view()))
        .isEqualTo(Status.skip());
  }

  @Test
  void theServicesOfThePod_addUp() {
    bed.with(new Service(KEY, Make.labels("app=web")));
    bed.with(new Service(new ObjectKey("default", "green"), Make.labels("color=green")));
    PodInfo pod = web().labels(Make.labels("app=web", "color=green", "x=1")).build();

    LabelSelector selector = selectorOf(pod);

    assertThat(matches(selector, "app=web", "color=green")).isTrue();
    assertThat(matches(selector, "app=web")).isFalse();
    assertThat(matches(selector, "color=green")).isFalse();
  }

  @Test
  void aReplicaSetOrStatefulSet_addsItsSelectorToThatOfServices() {
    LabelSelector tier =
        LabelSelector.of(Map.of(), List.of(new LabelRequirement("tier", "In", List.of("x", "y"))));
    bed.with(new Service(KEY, Make.labels("app=web")));
    bed.with(new ReplicaSet(KEY, tier)).with(new StatefulSet(KEY, tier));

    for (PodInfo pod :
        List.of(ownedBy("apps/v1", "ReplicaSet"), ownedBy("apps/v1", "StatefulSet"))) {
      assertThat(matches(selectorOf(pod), "app=web", "tier=y")).isTrue();
      assertThat(matches(selectorOf(pod), "app=web")).isFalse();
      assertThat(matches(selectorOf(pod), "tier=y")).isFalse();
    }
  }

  @Test
  void aReplicationController_replacesLabelsOfServices() {
    bed.with(new Service(KEY, Make.labels("app=web", "color=green")));
    bed.with(new ReplicationController(KEY, Make.labels("color=blue")));
    PodInfo pod =
        ownedBy("v1", "ReplicationController").toBuilder()
            .labels(Make.labels("app=web", "color=green"))
            .build();

    assertThat(matches(selectorOf(pod), "app=web", "color=blue")).isTrue();
    assertThat(matches(selectorOf(pod), "app=web", "color=green")).isFalse();
  }

  @Test
  void ownersOfOtherKinds_andOwnersThatAreGone_sayNothing() {
    bed.with(new ReplicaSet(KEY, APP_WEB));

    assertThat(selectorOf(ownedBy("apps/v1", "ReplicaSet")).isEverything()).isFalse();
    assertThat(selectorOf(ownedBy("apps/v1beta2", "ReplicaSet")).isEverything()).isTrue();
    assertThat(selectorOf(ownedBy("batch/v1", "Job")).isEverything()).isTrue();
    assertThat(selectorOf(ownedBy("apps/v1", "StatefulSet")).isEverything()).isTrue();
  }

  @Test
  void selectorsThatMatchNothing_areLeftOut() {
    bed.with(new Service(KEY, Make.labels("app=web")))
        .with(new ReplicaSet(KEY, LabelSelector.NOTHING));

    LabelSelector selector = selectorOf(ownedBy("apps/v1", "ReplicaSet"));

    assertThat(matches(selector, "app=web")).isTrue();
  }

  @Test
  void theSystemsDefaults_spreadOverHostsAndZones_withoutAskingForBothLabels()
      throws ScoreException {
    bed.with(new ReplicaSet(KEY, APP_WEB));
    bed.node("a", ZONE + "=a", HOST + "=a").node("b", ZONE + "=b", HOST + "=b");
    bed.node("c", HOST + "=c");
    bed.placed("a", 2, "app=web");

    // host: pods * ln(3 + 2) + 2; zone: pods * ln(3 + 2) + 4, nodes without zone being one
    assertThat(bed.raw(system, ownedBy("apps/v1", "ReplicaSet")))
        .isEqualTo(Map.of("a", 12L, "b", 6L, "c", 2L));
  }

  @Test
  void aPodWithConstraintsOfItsOwn_hasNoDefaults() {
    bed.with(new ReplicaSet(KEY, APP_WEB)).node("a", ZONE + "=a", HOST + "=a");
    PodInfo pod =
        ownedBy("apps/v1", "ReplicaSet").toBuilder()
            .topologySpread(TopologySpread.of(List.of(), List.of()))
            .build();

    assertThat(system.preScore(CycleState.create(), pod, bed.view(), bed.view()))
        .isEqualTo(Status.skip());
  }

  private static DefaultConstraint constraint(
      WhenUnsatisfiable when, @Nullable Long minDomains, @Nullable String taints) {
    return new DefaultConstraint(1, "zone", when, minDomains, null, taints, List.of());
  }

  @Test
  void listedDefaults_mayBeRequired() {
    bed.with(new Service(KEY, Make.labels("app=web"))).node("a", "zone=a").node("b", "zone=b");
    bed.placed("a", 1, "app=web");
    PodTopologySpread listed =
        Constrained.pluginWith(bed, constraint(WhenUnsatisfiable.DO_NOT_SCHEDULE, null, null));
    PodTopologySpread wide =
        Constrained.pluginWith(bed, constraint(WhenUnsatisfiable.DO_NOT_SCHEDULE, 3L, null));

    assertThat(bed.verdicts(listed, web().build())).isEqualTo(Map.of("a", TOO_FULL, "b", ""));
    assertThat(bed.verdicts(wide, web().build())).isEqualTo(Map.of("a", TOO_FULL, "b", ""));
    bed.placed("b", 1, "app=web");
    assertThat(bed.verdicts(listed, web().build())).isEqualTo(Map.of("a", "", "b", ""));
    assertThat(bed.verdicts(wide, web().build()).values()).containsOnly(TOO_FULL);
  }

  @Test
  void listedDefaults_honourTaints_whereTheySaySo() {
    bed.with(new Service(KEY, Make.labels("app=web"))).node("a", "zone=a");
    bed.mirror()
        .putNode(
            Make.node("t")
                .labels(Make.labels("zone=t"))
                .taints(List.of(Make.taint("k=v:NoSchedule")))
                .build());
    bed.placed("a", 1, "app=web");

    assertThat(
            bed.verdicts(
                Constrained.pluginWith(
                    bed, constraint(WhenUnsatisfiable.DO_NOT_SCHEDULE, null, "Honor")),
                web().build()))
        .containsEntry("a", "");
    assertThat(
            bed.verdicts(
                Constrained.pluginWith(
                    bed, constraint(WhenUnsatisfiable.DO_NOT_SCHEDULE, null, "Ignore")),
                web().build()))
        .containsEntry("a", TOO_FULL);
  }

  @Test
  void listedDefaults_askForEveryLabel() throws ScoreException {
    bed.with(new Service(KEY, Make.labels("app=web"))).node("a", "zone=a").node("bare");
    PodTopologySpread listed =
        Constrained.pluginWith(bed, constraint(WhenUnsatisfiable.SCHEDULE_ANYWAY, null, null));

    assertThat(bed.normalised(listed, web().build())).isEqualTo(Map.of("a", 100L, "bare", 0L));
  }

  @Test
  void whereServicesCannotBeRead_preferredDefaultsAreDropped_andRequiredOnesReject() {
    bed.with(new ReplicaSet(KEY, APP_WEB)).node("a", "zone=a", HOST + "=a");
    PodInfo pod = ownedBy("apps/v1", "ReplicaSet");
    PodTopologySpread listed =
        Constrained.pluginWith(bed, constraint(WhenUnsatisfiable.DO_NOT_SCHEDULE, null, null));
    assertThat(system.preScore(CycleState.create(), pod, bed.view(), bed.view()))
        .isEqualTo(Status.success());

    bed.mirror().missing(ClusterObject.Kind.SERVICE, "services may not be listed");

    assertThat(system.preScore(CycleState.create(), pod, bed.view(), bed.view()))
        .isEqualTo(Status.skip());
    assertThat(listed.preFilter(CycleState.create(), pod, bed.view()).status())
        .isEqualTo(
            Status.unresolvable(
                "default topology spread constraints cannot be told: services may not be listed"));

    bed.mirror().known(ClusterObject.Kind.SERVICE);
    assertThat(bed.verdicts(listed, pod)).isEqualTo(Map.of("a", ""));
  }

  @Test
  void whereAKindOfOwnersCannotBeRead_onlyTheirPodsSuffer() {
    bed.with(new Service(KEY, Make.labels("app=web"))).with(new StatefulSet(KEY, APP_WEB));
    bed.node("a", HOST + "=a");
    bed.mirror().missing(ClusterObject.Kind.REPLICA_SET, "replicasets may not be listed");

    assertThat(
            system.preScore(
                CycleState.create(), ownedBy("apps/v1", "ReplicaSet"), bed.view(), bed.view()))
        .isEqualTo(Status.skip());
    assertThat(
            system.preScore(
                CycleState.create(), ownedBy("apps/v1", "StatefulSet"), bed.view(), bed.view()))
        .isEqualTo(Status.success());
    assertThat(system.preScore(CycleState.create(), web().build(), bed.view(), bed.view()))
        .isEqualTo(Status.success());
  }

  @Test
  void objectsThatAreGone_sayNothing() {
    bed.with(new Service(KEY, Labels.of(Map.of("app", "web"))));
    assertThat(selectorOf(web().build()).isEverything()).isFalse();

    bed.mirror().remove(ClusterObject.Kind.SERVICE, KEY);
    assertThat(selectorOf(web().build()).isEverything()).isTrue();
  }
}
