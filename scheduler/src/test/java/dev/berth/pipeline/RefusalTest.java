package dev.berth.pipeline;

import static dev.berth.pipeline.Scripted.plugin;
import static dev.berth.pipeline.Trial.POD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.Status;
import dev.berth.model.AntiAffinityTerm;
import dev.berth.model.LabelSelector;
import dev.berth.model.PodInfo;
import dev.berth.model.Refusal;
import dev.berth.plugins.Make;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Pods with a hard constraint that this version does not understand are not placed. */
@ParameterizedClass
@EnumSource(EvaluationMode.class)
record RefusalTest(EvaluationMode mode) {

  private static final String OFFERED = "example.com/gpu";

  @Test
  void whatAMissingPluginWouldDecide_isRefused_inTheNameOfThePlugin() {
    Refusal.UnbuiltPlugin refusal = new Refusal.UnbuiltPlugin("spec.volumes[0]", "VolumeBinding");
    Diagnosis diagnosis =
        new Trial(mode).nodes("a", "b").unbuilt("VolumeBinding").unfit(refused(refusal));

    assertThat(diagnosis.message())
        .isEqualTo("0/2 nodes are available: " + refusal.message() + ".");
    assertThat(diagnosis.unschedulablePlugins()).containsExactly("VolumeBinding");
    assertThat(diagnosis.rejectedBeforeFilter())
        .isInstanceOf(Status.UnschedulableAndUnresolvable.class);
  }

  @Test
  void whatAMissingPluginWouldDecide_isIgnored_whereTheProfileDoesNotEnableIt() {
    Refusal refusal = new Refusal.UnbuiltPlugin("spec.volumes[0]", "VolumeBinding");
    Trial trial = new Trial(mode).nodes("a").unbuilt("VolumeZone");

    assertThat(trial.schedule(refused(refusal))).isInstanceOf(ScheduleResult.Selected.class);
  }

  @Test
  void unknownFieldsAndValues_andFeaturesOfNoPlugin_areRefusedInEveryProfile() {
    for (Refusal refusal :
        List.of(
            new Refusal.UnknownField("spec.affinity.x"),
            new Refusal.UnknownValue("spec.affinity.y.operator", "Near"),
            new Refusal.UnbuiltFeature("spec.schedulingGroup", "pod groups"))) {
      Diagnosis diagnosis = new Trial(mode).nodes("a").unfit(refused(refusal));

      assertThat(diagnosis.message()).contains(refusal.path()).endsWith(refusal.message() + ".");
      assertThat(diagnosis.unschedulablePlugins()).as("nobody's events help").isEmpty();
    }
  }

  @Test
  void theFirstRefusalInForce_isSaid() {
    Refusal notInForce = new Refusal.UnbuiltPlugin("spec.a", "VolumeBinding");
    Refusal first = new Refusal.UnknownField("spec.b");
    Refusal second = new Refusal.UnknownField("spec.c");

    assertThat(new Trial(mode).nodes("a").unfit(refused(notInForce, first, second)).message())
        .contains("spec.b")
        .doesNotContain("spec.a")
        .doesNotContain("spec.c");
  }

  @Test
  void aRefusedPod_isShownToNoPluginButPostFilter() {
    Scripted plugin = plugin("A");
    Trial trial =
        new Trial(mode)
            .nodes("a")
            .preFilter(plugin)
            .filter(plugin)
            .postFilter(plugin)
            .preScore(plugin)
            .score(plugin);

    trial.unfit(refused(new Refusal.UnknownField("spec.b")));

    assertThat(plugin.asked).containsExactly("postFilter");
    assertThat(trial.judge(refused(new Refusal.UnknownField("spec.b"))).refusal())
        .isEqualTo(Status.unresolvable(new Refusal.UnknownField("spec.b").message()));
  }

  @Test
  void aRefusal_countsForThePromisedNodeToo() {
    PodInfo promised =
        refused(new Refusal.UnknownField("spec.b")).toBuilder().nominatedNodeName("a").build();

    assertThat(new Trial(mode).nodes("a").schedule(promised))
        .isInstanceOf(ScheduleResult.Unfit.class);
  }

  @Test
  void requiredAntiAffinityOfAPlacedPod_refusesWhatItSelects() {
    Trial trial = new Trial(mode).nodes("a", "b").unbuilt("InterPodAffinity");
    place(trial, "b", term(Map.of("app", "x"), Set.of("default")));

    Diagnosis diagnosis = trial.unfit(labelled("app=x"));
    assertThat(diagnosis.message())
        .isEqualTo(
            "0/2 nodes are available: required anti-affinity of pod default/placed selects this"
                + " pod, which needs plugin InterPodAffinity that Berth does not have yet.");
    assertThat(diagnosis.unschedulablePlugins()).containsExactly("InterPodAffinity");
    assertThat(trial.schedule(labelled("app=y"))).isInstanceOf(ScheduleResult.Selected.class);
  }

  @Test
  void requiredAntiAffinityOfAPlacedPod_isForgottenWithIt() {
    Trial trial = new Trial(mode).nodes("a").unbuilt("InterPodAffinity");
    place(trial, "a", term(Map.of(), Set.of("default")));
    assertThat(trial.schedule(POD)).isInstanceOf(ScheduleResult.Unfit.class);

    trial.mirror.removePod("placed");

    assertThat(trial.schedule(POD)).isInstanceOf(ScheduleResult.Selected.class);
  }

  @Test
  void requiredAntiAffinityForAnotherNamespace_refusesNobodyHere() {
    Trial trial = new Trial(mode).nodes("a").unbuilt("InterPodAffinity");
    place(trial, "a", term(Map.of(), Set.of("other")));

    assertThat(trial.schedule(POD)).isInstanceOf(ScheduleResult.Selected.class);
  }

  @Test
  void aNamespaceSelector_countsAsSelectingEveryNamespace() {
    Trial trial = new Trial(mode).nodes("a").unbuilt("InterPodAffinity");
    place(trial, "a", new AntiAffinityTerm(LabelSelector.EVERYTHING, Set.of("other"), true));

    assertThat(trial.schedule(POD)).isInstanceOf(ScheduleResult.Unfit.class);
  }

  @Test
  void requiredAntiAffinity_isIgnored_whereTheProfileDoesNotEnableThePlugin() {
    Trial trial = new Trial(mode).nodes("a").unbuilt("PodTopologySpread");
    place(trial, "a", term(Map.of(), Set.of("default")));

    assertThat(trial.schedule(POD)).isInstanceOf(ScheduleResult.Selected.class);
  }

  @Test
  void aResourceThatADeviceClassOffers_isRefused() {
    Trial trial = new Trial(mode).nodes("a").unbuilt("DynamicResources");
    trial.mirror.putDeviceClass("gpus", OFFERED);

    Diagnosis diagnosis = trial.unfit(wantsGpu());
    assertThat(diagnosis.message())
        .isEqualTo(
            "0/1 nodes are available: resource example.com/gpu is offered by a DeviceClass, which"
                + " needs plugin DynamicResources that Berth does not have yet.");
    assertThat(diagnosis.unschedulablePlugins()).containsExactly("DynamicResources");
    assertThat(trial.schedule(POD)).isInstanceOf(ScheduleResult.Selected.class);
  }

  @Test
  void aResourceThatNoDeviceClassOffers_orOnlyOneOfAnUnusedPlugin_isNotRefused() {
    Trial another = new Trial(mode).nodes("a").unbuilt("DynamicResources");
    another.mirror.putDeviceClass("nics", "example.com/nic");
    Trial unused = new Trial(mode).nodes("a").unbuilt("InterPodAffinity");
    unused.mirror.putDeviceClass("gpus", OFFERED);

    assertThat(another.schedule(wantsGpu())).isInstanceOf(ScheduleResult.Selected.class);
    assertThat(unused.schedule(wantsGpu())).isInstanceOf(ScheduleResult.Selected.class);
  }

  private static PodInfo refused(Refusal... refusals) {
    return Make.pod("pod").refusals(List.of(refusals)).build();
  }

  private static PodInfo labelled(String label) {
    return Make.pod("pod").labels(Make.labels(label)).build();
  }

  private static PodInfo wantsGpu() {
    return Make.pod("pod").requests(Make.requests(OFFERED + "=1")).build();
  }

  private static void place(Trial trial, String node, AntiAffinityTerm term) {
    trial.mirror.putPod(
        Make.pod("placed").nodeName(node).requiredAntiAffinity(List.of(term)).build());
  }

  private static AntiAffinityTerm term(Map<String, String> labels, Set<String> namespaces) {
    return new AntiAffinityTerm(LabelSelector.of(labels, List.of()), namespaces, false);
  }
}
