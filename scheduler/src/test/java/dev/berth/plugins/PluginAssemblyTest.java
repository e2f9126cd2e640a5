package dev.berth.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.config.ConfigException;
import dev.berth.config.ConfigLoader;
import dev.berth.config.Profile;
import dev.berth.framework.CycleState;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.FilterPlugin;
import dev.berth.framework.Plugin;
import dev.berth.framework.ProfilePlugins;
import dev.berth.framework.QueueSortPlugin;
import dev.berth.framework.QueuedPodInfo;
import dev.berth.framework.ReservePlugin;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sets as a user writes them, through the real loader. */
final class PluginAssemblyTest {

  private static final List<String> DEFAULT_FILTERS =
      List.of(
          "NodeUnschedulable",
          "NodeName",
          "TaintToleration",
          "NodeAffinity",
          "NodePorts",
          "NodeResourcesFit",
          "VolumeRestrictions",
          "NodeVolumeLimits",
          "VolumeBinding",
          "VolumeZone",
          "PodTopologySpread",
          "InterPodAffinity",
          "DynamicResources",
          "NodeDeclaredFeatures");

  @Test
  void defaultProfile_runsWhatIsBuilt_inUpstreamsOrder() {
    ProfilePlugins plugins = assemble("");

    assertThat(names(plugins.preEnqueue()))
        .containsExactly("SchedulingGates", "DynamicResources", "DefaultPreemption");
    assertThat(plugins.queueSort().name()).isEqualTo("PrioritySort");
    assertThat(names(plugins.placement().preFilter()))
        .containsExactly(
            "NodeAffinity",
            "NodePorts",
            "NodeResourcesFit",
            "VolumeRestrictions",
            "NodeVolumeLimits",
            "VolumeBinding",
            "VolumeZone",
            "PodTopologySpread",
            "InterPodAffinity",
            "DynamicResources",
            "NodeDeclaredFeatures");
    assertThat(names(plugins.placement().filter())).isEqualTo(DEFAULT_FILTERS);
    assertThat(names(plugins.placement().postFilter()))
        .containsExactly("DynamicResources", "DefaultPreemption");
    assertThat(names(plugins.placement().preScore()))
        .containsExactly(
            "TaintToleration",
            "NodeAffinity",
            "NodeResourcesFit",
            "VolumeBinding",
            "PodTopologySpread",
            "InterPodAffinity",
            "NodeResourcesBalancedAllocation",
            "ImageLocality");
    assertThat(weights(plugins))
        .containsExactly(
            "TaintToleration=3",
            "NodeAffinity=2",
            "NodeResourcesFit=1",
            "VolumeBinding=1",
            "PodTopologySpread=2",
            "InterPodAffinity=2",
            "DynamicResources=2",
            "NodeResourcesBalancedAllocation=1",
            "ImageLocality=1");
    assertThat(names(plugins.commitment().reserve()))
        .containsExactly("VolumeBinding", "DynamicResources");
    assertThat(plugins.commitment().permit()).isEmpty();
    assertThat(names(plugins.commitment().preBind()))
        .containsExactly("VolumeBinding", "DynamicResources");
    assertThat(names(plugins.commitment().bind())).containsExactly("DefaultBinder");
    assertThat(plugins.commitment().postBind()).isEmpty();
  }

  @Test
  void aPluginThatIsNotBuilt_mayBeEnabled_andDoesNothing() {
    ProfilePlugins plugins = assemble("multiPoint: {enabled: [{name: GangScheduling}]}");

    assertThat(names(plugins.preEnqueue())).isEqualTo(names(assemble("").preEnqueue()));
    assertThat(plugins.commitment().permit()).isEmpty();
  }

  @Test
  void pluginEnabledAtAPointToo_comesFirst_withThePointsWeight() {
    ProfilePlugins plugins =
        assemble("score: {enabled: [{name: ImageLocality, weight: 50}, {name: NodeAffinity}]}");

    assertThat(weights(plugins))
        .containsExactly(
            "ImageLocality=50",
            "NodeAffinity=1",
            "TaintToleration=3",
            "NodeResourcesFit=1",
            "VolumeBinding=1",
            "PodTopologySpread=2",
            "InterPodAffinity=2",
            "DynamicResources=2",
            "NodeResourcesBalancedAllocation=1");
  }

  @Test
  void pluginThatMultiPointDoesNotName_comesLast() {
    ProfilePlugins plugins =
        assemble(
            """
            score:
              enabled:
              - {name: NodeOrder, weight: 7}
              - {name: NodeAffinity, weight: 9}
            """);

    assertThat(weights(plugins))
        .containsExactly(
            "NodeAffinity=9",
            "TaintToleration=3",
            "NodeResourcesFit=1",
            "VolumeBinding=1",
            "PodTopologySpread=2",
            "InterPodAffinity=2",
            "DynamicResources=2",
            "NodeResourcesBalancedAllocation=1",
            "ImageLocality=1",
            "NodeOrder=7");
  }

  @Test
  void pluginDisabledAtAPoint_stillRunsAtItsOtherPoints() {
    ProfilePlugins plugins = assemble("score: {disabled: [{name: TaintToleration}]}");

    assertThat(weights(plugins)).doesNotContain("TaintToleration=3").hasSize(8);
    assertThat(names(plugins.placement().filter())).isEqualTo(DEFAULT_FILTERS);
  }

  @Test
  void pluginDisabledAndEnabledAtAPoint_comesBehindThoseOfMultiPoint() {
    ProfilePlugins plugins =
        assemble(
            """
            filter:
              disabled: [{name: NodeName}]
              enabled: [{name: NodeName}]
            """);

    assertThat(names(plugins.placement().filter()))
        .startsWith("NodeUnschedulable", "TaintToleration")
        .endsWith("NodeDeclaredFeatures", "NodeName");
  }

  @Test
  void everythingDisabledAtAPoint_leavesThePointsOwn() {
    ProfilePlugins plugins =
        assemble(
            """
            filter:
              disabled: [{name: '*'}]
              enabled: [{name: NodePorts}, {name: NodeName}]
            """);

    assertThat(names(plugins.placement().filter())).containsExactly("NodePorts", "NodeName");
    assertThat(names(plugins.placement().preFilter())).contains("NodeAffinity");
  }

  @Test
  void multiPointEmptied_leavesWhatTheUserNames() {
    ProfilePlugins plugins =
        assemble(
            """
            multiPoint:
              disabled: [{name: '*'}]
              enabled: [{name: DefaultBinder}, {name: RandomNode, weight: 4}, {name: PrioritySort}]
            """);

    assertThat(plugins.placement().filter()).isEmpty();
    assertThat(weights(plugins)).containsExactly("RandomNode=4");
  }

  @Test
  void imageLocality_looksAtTheImagesWhereverItScores_whateverPreScoreSays() {
    ProfilePlugins plugins = assemble("preScore: {disabled: [{name: '*'}]}");

    assertThat(names(plugins.placement().preScore())).containsExactly("ImageLocality");
  }

  @Test
  void imageLocality_thatDoesNotScore_hasNoPreScoreEither() {
    ProfilePlugins plugins = assemble("score: {disabled: [{name: ImageLocality}]}");

    assertThat(names(plugins.placement().preScore())).doesNotContain("ImageLocality");
  }

  @Test
  void everythingWrong_isReportedAtOnce_withPathAndNearestName() {
    assertThatThrownBy(
            () ->
                assemble(
                    """
                    filter: {enabled: [{name: NodePort}]}
                    preScore: {enabled: [{name: ImageLocality}]}
                    score: {enabled: [{name: DefaultPreemption}]}
                    queueSort: {disabled: [{name: '*'}]}
                    bind: {disabled: [{name: DefaultBinder}]}
                    """))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            """
            profile "berth" has 5 errors:
              profiles[0].plugins.filter.enabled: names "NodePort", which is no plugin. Maybe "NodePort" -> "NodePorts"?
              profiles[0].plugins.preScore.enabled: names "ImageLocality", which does nothing at preScore. Maybe multiPoint: there it runs at every point that it knows.
              profiles[0].plugins.score.enabled: names "DefaultPreemption", which does nothing at score. Maybe multiPoint: there it runs at every point that it knows.
              profiles[0].plugins.queueSort: leaves 0 plugins that order the queue; there must be exactly one. Maybe PrioritySort.
              profiles[0].plugins.bind: leaves no plugin that binds; there must be at least one. Maybe DefaultBinder.\
            """);
  }

  @Test
  void twoPluginsThatOrderTheQueue_areOneTooMany() {
    PluginRegistry registry =
        InTreeRegistry.get().with("Alphabet", (context, args) -> new Alphabet());

    assertThatThrownBy(() -> assemble("multiPoint: {enabled: [{name: Alphabet}]}", "", registry))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("profiles[0].plugins.queueSort: leaves 2 plugins");
  }

  @Test
  void wrongArgs_areReportedWithTheirPath() {
    assertThatThrownBy(
            () ->
                assemble(
                    "filter: {enabled: [{name: RandomFilter}]}",
                    "- {name: RandomFilter, args: {probability: 2, sed: 1}}",
                    InTreeRegistry.get()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("profiles[0].pluginConfig[0].args.probability: is 2")
        .hasMessageContaining("profiles[0].pluginConfig[0].args.sed: is not a known field");
  }

  @Test
  void args_reachTheirPlugin() {
    ProfilePlugins plugins =
        assemble(
            "filter: {enabled: [{name: NodeLabelPresent}]}",
            "- {name: NodeLabelPresent, args: {label: gpu}}",
            InTreeRegistry.get());

    FilterPlugin filter = plugins.placement().filter().getLast();
    PodInfo pod = Make.pod("p").build();
    assertThat(filter.filter(CycleState.create(), pod, Make.info(Make.node("n"))))
        .isEqualTo(Status.unresolvable("node(s) didn't have the label gpu").by("NodeLabelPresent"));
  }

  @Test
  void profiles_shareNoPlugin() {
    assertThat(assemble("").placement().filter())
        .doesNotContainAnyElementsOf(assemble("").placement().filter());
  }

  @Test
  void whoeverWaitsForNewNodes_isWokenByChangedTaintsToo() {
    ProfilePlugins plugins = assemble("");

    assertThat(labels(plugins, "NodeName")).containsExactly("NodeAdd", "NodeUpdateNodeTaint");
    assertThat(labels(plugins, "NodeAffinity"))
        .containsExactly("NodeAddUpdateNodeLabel", "NodeUpdateNodeTaint");
    assertThat(labels(plugins, "TaintToleration"))
        .containsExactly("NodeAddUpdateNodeTaint", "PodUpdatePodToleration");
    assertThat(labels(plugins, "SchedulingGates"))
        .containsExactly("PodUpdatePodSchedulingGatesEliminated");
  }

  @Test
  void pluginThatRejectsButNamesNoEvents_isWokenByEverything_onesThatOnlyScoreByNothing() {
    ProfilePlugins plugins =
        assemble("multiPoint: {enabled: [{name: PassThrough}, {name: Lucky}]}");

    assertThat(plugins.registrations()).doesNotContainKey("PassThrough");
    assertThat(labels(plugins, "Lucky")).isEmpty();
    assertThat(labels(plugins, "ImageLocality")).isEmpty();
  }

  @Test
  void pluginOfSomebodyElse_runsAtEveryPointThatItImplements() {
    PluginRegistry registry =
        InTreeRegistry.get().with("Both", (context, args) -> new FilterAndReserve());

    ProfilePlugins plugins = assemble("multiPoint: {enabled: [{name: Both}]}", "", registry);

    assertThat(names(plugins.placement().filter())).endsWith("Both");
    assertThat(names(plugins.commitment().reserve()))
        .containsExactly("VolumeBinding", "DynamicResources", "Both");
  }

  @Test
  void pluginUnderAnothersName_isABug() {
    PluginRegistry registry =
        InTreeRegistry.get().with("Alias", (context, args) -> new FilterAndReserve());

    assertThatThrownBy(() -> assemble("multiPoint: {enabled: [{name: Alias}]}", "", registry))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("registered as Alias calls itself Both");
  }

  @Test
  void nameThatIsTaken_cannotBeRegistered() {
    assertThatThrownBy(
            () -> InTreeRegistry.get().with("VolumeZone", (context, args) -> new Alphabet()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("plugin VolumeZone is registered already");
  }

  private static final class FilterAndReserve implements FilterPlugin, ReservePlugin {
    @Override
    public String name() {
      return "Both";
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
      return Status.success();
    }

    @Override
    public Status reserve(CycleState state, PodInfo pod, String nodeName) {
      return Status.success();
    }

    @Override
    public void unreserve(CycleState state, PodInfo pod, String nodeName) {}
  }

  private static final class Alphabet implements QueueSortPlugin {
    @Override
    public String name() {
      return "Alphabet";
    }

    @Override
    public int compare(QueuedPodInfo one, QueuedPodInfo other) {
      return one.pod().key().compareTo(other.pod().key());
    }
  }

  private static ProfilePlugins assemble(String plugins) {
    return assemble(plugins, "", InTreeRegistry.get());
  }

  private static ProfilePlugins assemble(
      String plugins, String pluginConfig, PluginRegistry registry) {
    String document =
        """
        apiVersion: kubescheduler.config.k8s.io/v1
        kind: KubeSchedulerConfiguration
        profiles:
        - schedulerName: berth
          plugins:
        """
            + plugins.indent(4)
            + "  pluginConfig:\n"
            + pluginConfig.indent(2);
    Profile profile = ConfigLoader.parse(document, "test").profiles().getFirst();
    return PluginAssembly.assemble(profile, registry, TestContext.create());
  }

  private static List<String> names(List<? extends Plugin> plugins) {
    return plugins.stream().map(Plugin::name).toList();
  }

  private static List<String> weights(ProfilePlugins plugins) {
    return plugins.placement().score().stream()
        .map(weighted -> weighted.plugin().name() + "=" + weighted.weight())
        .toList();
  }

  private static List<String> labels(ProfilePlugins plugins, String name) {
    List<EventRegistration> registrations = plugins.registrations().getOrDefault(name, List.of());
    assertThat(plugins.registrations()).containsKey(name);
    return registrations.stream().map(registration -> registration.event().label()).toList();
  }
}
