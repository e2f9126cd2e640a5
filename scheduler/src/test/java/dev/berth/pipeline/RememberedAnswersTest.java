package dev.berth.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cluster.ClusterMirror;
import dev.berth.columns.NodeColumns;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.FilterPlugin;
import dev.berth.framework.MemoizedFilter;
import dev.berth.framework.MemoizedScore;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.ProfilePlugins;
import dev.berth.framework.ScoreException;
import dev.berth.framework.Scores;
import dev.berth.framework.Shortfall;
import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;
import dev.berth.framework.Weighted;
import dev.berth.model.HostPort;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodImages;
import dev.berth.model.PodInfo;
import dev.berth.model.PreferredNodeTerm;
import dev.berth.model.PreferredNodes;
import dev.berth.model.RequiredNodes;
import dev.berth.plugins.Make;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The fast pipeline asks the default profile's plugins about a node again only when that node has
 * changed in what the plugin depends on.
 */
final class RememberedAnswersTest {

  private static final int NODES = 50;

  /** Names of the nodes that a scalar form was asked about, as {@code plugin node}. */
  private final List<String> asked = new ArrayList<>();

  private final ClusterMirror mirror = new ClusterMirror();
  private final Nominees nominees = new Nominees();
  private final Pipeline pipeline = pipeline(EvaluationMode.FAST);

  RememberedAnswersTest() {
    for (int i = 0; i < NODES; i++) {
      mirror.putNode(node("n" + i).build());
    }
  }

  @Test
  void theFirstPod_asksAboutEveryNode_oncePerPluginWithoutAKernel() {
    decide(pod("p"));

    assertThat(plugins())
        .containsExactly(
            "DynamicResources score",
            "ImageLocality",
            "NodeAffinity",
            "NodeAffinity score",
            "NodeDeclaredFeatures",
            "NodeName",
            "NodePorts",
            "NodeUnschedulable",
            "TaintToleration",
            "TaintToleration score");
    assertThat(asked).doesNotHaveDuplicates().hasSize(10 * NODES);
  }

  @Test
  void theNextPodOfItsKind_asksAboutNone() {
    decide(pod("p"));
    decide(pod("q"));

    assertThat(asked).isEmpty();
  }

  @Test
  void aPodThatSharesSomeAspects_asksForTheOthersOnly() {
    decide(pod("p"));
    decide(pod("q").toBuilder().tolerations(Make.tolerations(Make.tolerates("k", ""))).build());

    // NodeUnschedulable only wants to know whether cordons are tolerated; they still are not.
    assertThat(plugins()).containsExactly("TaintToleration", "TaintToleration score");
    assertThat(asked).hasSize(2 * NODES);
  }

  @Test
  void aChangedNode_isTheOnlyOneAskedAbout_byAll() {
    decide(pod("p"));
    mirror.putNode(node("n7").labels(Make.labels("zone=b")).build());
    decide(pod("q"));

    assertThat(nodesAsked()).containsExactly("n7");
    assertThat(asked).hasSize(10);
  }

  @Test
  void aNodeWithAnotherPod_isAskedAboutByThoseThatLookAtPods() {
    decide(pod("p"));
    mirror.assume(pod("other"), "n9");
    decide(pod("q"));

    assertThat(asked).containsExactly("NodePorts n9");
  }

  @Test
  void aNodeThatCameAndOneThatWent_areTheOnlyPlacesAskedAbout() {
    decide(pod("p"));
    mirror.putNode(node("new").build());
    decide(pod("q"));
    assertThat(nodesAsked()).containsExactly("new");

    mirror.removeNode("n3");
    decide(pod("r"));
    assertThat(nodesAsked()).as("the last node took the gap").containsExactly("new");
  }

  @Test
  void aNodeWithNominatedPods_isJudgedByTheScalarForm_withoutForgettingAnything() {
    decide(pod("p"));
    nominees.nominate(pod("weaker").toBuilder().priority(-1).build(), "n5");
    decide(pod("q"));
    assertThat(asked).isNotEmpty().allMatch(call -> call.endsWith(" n5"));
    assertThat(asked).doesNotHaveDuplicates();

    nominees.nominate(pod("stronger").toBuilder().priority(1).hostPorts(List.of()).build(), "n5");
    decide(pod("q"));
    assertThat(asked).filteredOn("TaintToleration n5"::equals).as("two passes").hasSize(2);

    nominees.clear();
    decide(pod("r"));
    assertThat(asked).isEmpty();
  }

  @Test
  void theScalarPipeline_remembersNothing() {
    Pipeline scalar = pipeline(EvaluationMode.SCALAR);
    for (int i = 0; i < 2; i++) {
      asked.clear();
      scalar.schedule(CycleState.create(), pod("p"), mirror.view());
      assertThat(asked).filteredOn(call -> call.startsWith("TaintToleration n")).hasSize(NODES);
    }
  }

  private void decide(PodInfo pod) {
    asked.clear();
    ScheduleResult result = pipeline.schedule(CycleState.create(), pod, mirror.view());
    assertThat(result).isInstanceOf(ScheduleResult.Selected.class);
  }

  private Set<String> plugins() {
    Set<String> plugins = new TreeSet<>();
    asked.forEach(call -> plugins.add(call.substring(0, call.lastIndexOf(' '))));
    return plugins;
  }

  private Set<String> nodesAsked() {
    Set<String> nodes = new TreeSet<>();
    asked.forEach(call -> nodes.add(call.substring(call.lastIndexOf(' ') + 1)));
    return nodes;
  }

  private static Node.Builder node(String name) {
    return Make.node(name)
        .allocatable(Make.resources("cpu=4", "memory=8Gi", "pods=10"))
        .labels(Make.labels("zone=a"))
        .imageSizes(Map.of("x:latest", 1L << 30))
        .declaredFeatures(Set.of("A"));
  }

  /** One that every plugin has something to say about. */
  private static PodInfo pod(String name) {
    return Make.pod(name)
        .requests(Make.requests("cpu=100m", "memory=1Mi"))
        .requiredNodes(
            RequiredNodes.of(
                Map.of(), Make.anyOf(Make.term(Make.requirement("zone", "In", "a", "b")))))
        .preferredNodes(
            PreferredNodes.of(
                List.of(new PreferredNodeTerm(5, Make.term(Make.requirement("zone", "In", "b"))))))
        .hostPorts(List.of(HostPort.of("", "TCP", 80)))
        .images(PodImages.of(List.of(), List.of("x"), List.of()))
        .requiredFeatures(Set.of("A"))
        .build();
  }

  private Pipeline pipeline(EvaluationMode mode) {
    ProfilePlugins standard = RandomProfile.standard(new ClusterMirror());
    List<FilterPlugin> filters = new ArrayList<>();
    for (FilterPlugin plugin : standard.placement().filter()) {
      filters.add(plugin instanceof MemoizedFilter memoized ? new AskedFilter(memoized) : plugin);
    }
    List<Weighted> scores = new ArrayList<>();
    for (Weighted weighted : standard.placement().score()) {
      scores.add(
          weighted.plugin() instanceof MemoizedScore memoized
              ? new Weighted(new AskedScore(memoized), weighted.weight())
              : weighted);
    }
    ProfilePlugins.Placement placement =
        new ProfilePlugins.Placement(
            standard.placement().preFilter(),
            filters,
            List.of(),
            standard.placement().preScore(),
            scores);
    ProfilePlugins plugins =
        new ProfilePlugins(
            "berth",
            100,
            List.of(),
            standard.queueSort(),
            placement,
            standard.commitment(),
            Map.of());
    return new Pipeline(plugins, nominees, mode, TieBreak.first(), Recording.ON);
  }

  /** Notes each question to the scalar form of a filter. */
  private final class AskedFilter implements MemoizedFilter {
    private final MemoizedFilter plugin;

    AskedFilter(MemoizedFilter plugin) {
      this.plugin = plugin;
    }

    @Override
    public String name() {
      return plugin.name();
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
      asked.add(name() + " " + node.name());
      return plugin.filter(state, pod, node);
    }

    @Override
    public List<Shortfall> shortfalls(CycleState state, PodInfo pod, NodeInfo node) {
      return plugin.shortfalls(state, pod, node);
    }

    @Override
    public NodeDependence filterDependence() {
      return plugin.filterDependence();
    }

    @Override
    public @Nullable Object filterAspect(CycleState state, PodInfo pod) {
      return plugin.filterAspect(state, pod);
    }

    @Override
    public boolean filterColumns(
        PodInfo pod, NodeColumns columns, StatusCodes codes, int[] into, int from, int to) {
      return plugin.filterColumns(pod, columns, codes, into, from, to);
    }
  }

  /** Notes each question to the scalar form of a score. */
  private final class AskedScore implements MemoizedScore {
    private final MemoizedScore plugin;

    AskedScore(MemoizedScore plugin) {
      this.plugin = plugin;
    }

    @Override
    public String name() {
      return plugin.name();
    }

    @Override
    public long score(CycleState state, PodInfo pod, NodeInfo node) throws ScoreException {
      asked.add(name() + (name().equals("ImageLocality") ? " " : " score ") + node.name());
      return plugin.score(state, pod, node);
    }

    @Override
    public void normalize(CycleState state, PodInfo pod, Scores scores) {
      plugin.normalize(state, pod, scores);
    }

    @Override
    public NodeDependence scoreDependence() {
      return plugin.scoreDependence();
    }

    @Override
    public @Nullable Object scoreAspect(CycleState state, PodInfo pod, ClusterView view) {
      return plugin.scoreAspect(state, pod, view);
    }

    @Override
    public boolean scoreColumns(PodInfo pod, NodeColumns columns, long[] into, int from, int to) {
      return plugin.scoreColumns(pod, columns, into, from, to);
    }
  }
}
