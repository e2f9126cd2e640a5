package dev.berth.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cluster.ClusterMirror;
import dev.berth.columns.ScoreColumn;
import dev.berth.config.DynamicResourcesArgs;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CountedFilter;
import dev.berth.framework.CountedScore;
import dev.berth.framework.CycleState;
import dev.berth.framework.DeviceLedger;
import dev.berth.framework.DomainRule;
import dev.berth.framework.FeasibleNodes;
import dev.berth.framework.FilterPlugin;
import dev.berth.framework.ImageState;
import dev.berth.framework.MemoizedFilter;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.NodeMemos;
import dev.berth.framework.PointTimes;
import dev.berth.framework.PreFilterPlugin;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.ProfilePlugins;
import dev.berth.framework.StateKey;
import dev.berth.framework.Status;
import dev.berth.framework.TakenDevices;
import dev.berth.framework.TimedPoint;
import dev.berth.framework.Weighted;
import dev.berth.model.NodeInfo;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodClaim;
import dev.berth.model.PodClaims;
import dev.berth.model.PodInfo;
import dev.berth.model.Quantity;
import dev.berth.model.devices.AllocatedDevice;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.Claims;
import dev.berth.model.devices.DeviceClasses;
import dev.berth.model.devices.DeviceId;
import dev.berth.model.devices.ResourceClaim;
import dev.berth.plugins.Make;
import dev.berth.plugins.TestContext;
import dev.berth.plugins.Volumes;
import dev.berth.plugins.dynamicresources.DynamicResources;
import dev.berth.plugins.nodevolumelimits.NodeVolumeLimits;
import dev.berth.plugins.queuesort.PrioritySort;
import dev.berth.plugins.volumerestrictions.VolumeRestrictions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Plugins whose kept counts are wrong, beside the check that is to find out. */
final class CountCheckTest {

  private static final StateKey<Boolean> BY_COUNTS = StateKey.of("byCounts");

  /** Wants n0; by kept counts, it wants n1. */
  private static final class WrongFilter implements CountedFilter {
    int askedByCounts;

    @Override
    public String name() {
      return "WrongFilter";
    }

    @Override
    public PreFilterResult preFilter(CycleState state, PodInfo pod, ClusterView view) {
      state.put(BY_COUNTS, false);
      return PreFilterResult.allNodes();
    }

    @Override
    public PreFilterResult preFilterByCounts(CycleState state, PodInfo pod, ClusterView view) {
      askedByCounts++;
      state.put(BY_COUNTS, true);
      return PreFilterResult.allNodes();
    }

    @Override
    public @Nullable List<DomainRule> rules(CycleState state, PodInfo pod) {
      return null;
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
      String wanted = state.get(BY_COUNTS) ? "n1" : "n0";
      return node.name().equals(wanted) ? Status.success() : Status.unschedulable("elsewhere");
    }
  }

  /** Prefers n0; by kept counts, it prefers n1. */
  private static final class WrongScore implements CountedScore {
    @Override
    public String name() {
      return "WrongScore";
    }

    @Override
    public Status preScore(CycleState state, PodInfo pod, ClusterView view, FeasibleNodes nodes) {
      state.put(BY_COUNTS, false);
      return Status.success();
    }

    @Override
    public Status preScoreByCounts(
        CycleState state, PodInfo pod, ClusterView view, FeasibleNodes nodes) {
      state.put(BY_COUNTS, true);
      return Status.success();
    }

    @Override
    public boolean scoreByCounts(CycleState state, PodInfo pod, ScoreColumn into) {
      if (state.get(BY_COUNTS)) {
        into.set(1, 100);
        return true;
      }
      return false;
    }

    @Override
    public long score(CycleState state, PodInfo pod, NodeInfo node) {
      return node.name().equals("n0") ? 100 : 0;
    }
  }

  /** Wants a node that changes without a trace, so that what is remembered of it is wrong. */
  private static final class WrongMemory implements CountedFilter, MemoizedFilter {
    private String wanted = "n0";

    @Override
    public String name() {
      return "WrongMemory";
    }

    @Override
    public PreFilterResult preFilter(CycleState state, PodInfo pod, ClusterView view) {
      state.put(BY_COUNTS, false);
      return PreFilterResult.allNodes();
    }

    @Override
    public PreFilterResult preFilterByCounts(CycleState state, PodInfo pod, ClusterView view) {
      state.put(BY_COUNTS, true);
      return PreFilterResult.allNodes();
    }

    @Override
    public @Nullable List<DomainRule> rules(CycleState state, PodInfo pod) {
      return null;
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
      return node.name().equals(wanted) ? Status.success() : Status.unschedulable("elsewhere");
    }

    @Override
    public NodeDependence filterDependence() {
      return NodeDependence.NODE_AND_PODS;
    }

    @Override
    public @Nullable Object filterAspect(CycleState state, PodInfo pod) {
      return state.get(BY_COUNTS) ? "all pods" : null;
    }
  }

  /** A ledger that says that nothing is taken, until a recount. */
  private static final class ForgetfulLedger implements DeviceLedger, TakenDevices {
    private final DeviceLedger real;
    private boolean forgot = true;
    private int recounts;

    ForgetfulLedger(DeviceLedger real) {
      this.real = real;
    }

    @Override
    public TakenDevices taken() {
      return this;
    }

    @Override
    public boolean isPending(String claimUid) {
      return real.isPending(claimUid);
    }

    @Override
    public void begin(ResourceClaim allocated) {
      real.begin(allocated);
    }

    @Override
    public boolean end(String claimUid) {
      return real.end(claimUid);
    }

    @Override
    public boolean recount() {
      recounts++;
      boolean right = real.recount() && !forgot;
      forgot = false;
      return right;
    }

    @Override
    public boolean isTaken(DeviceId device) {
      return !forgot && real.taken().isTaken(device);
    }

    @Override
    public boolean isShared(DeviceId device) {
      return !forgot && real.taken().isShared(device);
    }

    @Override
    public @Nullable Map<String, Quantity> consumed(DeviceId device) {
      return forgot ? null : real.taken().consumed(device);
    }
  }

  /** A view that has lost count of the claims in use. */
  private record Forgetful(ClusterView real) implements ClusterView {
    @Override
    public boolean isClaimUsed(ObjectKey claim) {
      return false;
    }

    @Override
    public int nodeCount() {
      return real.nodeCount();
    }

    @Override
    public NodeInfo node(int ordinal) {
      return real.node(ordinal);
    }

    @Override
    public int ordinal(String nodeName) {
      return real.ordinal(nodeName);
    }

    @Override
    public long generation() {
      return real.generation();
    }

    @Override
    public @Nullable ImageState image(String normalizedName) {
      return real.image(normalizedName);
    }

    @Override
    public List<Integer> nodesWithAffinity() {
      return real.nodesWithAffinity();
    }

    @Override
    public List<Integer> nodesWithRequiredAntiAffinity() {
      return real.nodesWithRequiredAntiAffinity();
    }

    @Override
    public NodeMemos memos() {
      return real.memos();
    }
  }

  private final ClusterMirror mirror = new ClusterMirror();
  private final List<String> differences = new ArrayList<>();
  private final WrongFilter filter = new WrongFilter();

  private Pipeline pipeline(int interval, ProfilePlugins.Placement placement) {
    mirror.putNode(Make.node("n0").build());
    mirror.putNode(Make.node("n1").build());
    ProfilePlugins plugins =
        new ProfilePlugins(
            "berth",
            100,
            List.of(),
            new PrioritySort(),
            placement,
            new ProfilePlugins.Commitment(List.of(), List.of(), List.of(), List.of(), List.of()),
            Map.of());
    PointTimes listener =
        new PointTimes() {
          @Override
          public void took(String profile, TimedPoint point, Status status, long nanos) {}

          @Override
          public void countsDiffered(String profile, String plugin) {
            differences.add(profile + "/" + plugin);
          }
        };
    return new Pipeline(
        plugins,
        new Nominees(),
        EvaluationMode.FAST,
        TieBreak.first(),
        Recording.OFF,
        interval,
        listener,
        Extenders.NONE);
  }

  private Pipeline filtering(int interval) {
    return filtering(interval, filter);
  }

  private <T extends PreFilterPlugin & FilterPlugin> Pipeline filtering(int interval, T one) {
    return pipeline(
        interval,
        new ProfilePlugins.Placement(List.of(one), List.of(one), List.of(), List.of(), List.of()));
  }

  private Pipeline scoring(int interval) {
    WrongScore score = new WrongScore();
    return pipeline(
        interval,
        new ProfilePlugins.Placement(
            List.of(), List.of(), List.of(), List.of(score), List.of(new Weighted(score, 1))));
  }

  private String node(Pipeline pipeline, String app) {
    return node(pipeline, Make.pod("pod").labels(Make.labels("app=" + app)).build(), mirror.view());
  }

  private static String node(Pipeline pipeline, PodInfo pod, ClusterView view) {
    return pipeline.schedule(CycleState.create(), pod, view)
            instanceof ScheduleResult.Selected selected
        ? selected.nodeName()
        : "";
  }

  @Test
  void wrongFilter_isFoundInTheDecisionThatIsChecked_andNotTrustedAgain() {
    Pipeline pipeline = filtering(3);
    assertThat(node(pipeline, "x")).isEqualTo("n1");
    assertThat(node(pipeline, "x")).isEqualTo("n1");
    assertThat(node(pipeline, "x")).as("checked").isEqualTo("n0");
    for (int i = 0; i < 7; i++) {
      assertThat(node(pipeline, "x")).as("not trusted").isEqualTo("n0");
    }
    assertThat(filter.askedByCounts).isEqualTo(3);
    assertThat(differences).containsExactly("berth/WrongFilter");
    assertThat(node(pipeline, "y")).as("other pods are").isEqualTo("n1");
  }

  @Test
  void wrongScore_isFoundInTheDecisionThatIsChecked_andNotTrustedAgain() {
    Pipeline pipeline = scoring(2);
    assertThat(node(pipeline, "x")).isEqualTo("n1");
    for (int i = 0; i < 5; i++) {
      assertThat(node(pipeline, "x")).isEqualTo("n0");
    }
    assertThat(differences).containsExactly("berth/WrongScore");
  }

  @Test
  void wrongMemory_isFoundInTheDecisionThatIsChecked_andNoPodTrustsItAgain() {
    WrongMemory memory = new WrongMemory();
    Pipeline pipeline = filtering(3, memory);
    assertThat(node(pipeline, "x")).isEqualTo("n0");
    memory.wanted = "n1";
    assertThat(node(pipeline, "x")).as("remembered").isEqualTo("n0");
    assertThat(node(pipeline, "x")).as("checked").isEqualTo("n1");
    for (int i = 0; i < 7; i++) {
      assertThat(node(pipeline, "y")).as("not trusted").isEqualTo("n1");
    }
    assertThat(differences).containsExactly("berth/WrongMemory");
  }

  /** The limits come from elsewhere, where nobody notes what is looked up. */
  @Test
  void factsOfNodesThatDoNotFollow_areFound_andNoPodTrustsThemAgain() {
    ClusterMirror elsewhere = new ClusterMirror();
    elsewhere.put(Volumes.limit("n0", "csi.example.com", 1));
    elsewhere.put(Volumes.bound("c", "pv"));
    elsewhere.put(Volumes.csi("pv", "csi.example.com", "handle"));
    Pipeline pipeline = filtering(3, new NodeVolumeLimits(elsewhere.listers()));
    PodInfo pod = Volumes.pod("p", Volumes.claimed("c")).build();
    PodInfo other = pod.toBuilder().labels(Make.labels("app=other")).build();
    assertThat(node(pipeline, pod, mirror.view())).isEqualTo("n0");
    elsewhere.put(Volumes.limit("n0", "csi.example.com", 0));
    assertThat(node(pipeline, pod, mirror.view())).as("kept").isEqualTo("n0");
    assertThat(node(pipeline, pod, mirror.view())).as("checked").isEqualTo("n1");
    assertThat(node(pipeline, other, mirror.view())).as("not trusted").isEqualTo("n1");
    assertThat(differences).containsExactly("berth/NodeVolumeLimits");
  }

  @Test
  void claimsInUseThatWereLostCountOf_areFound() {
    mirror.put(Volumes.exclusive("c"));
    Pipeline pipeline = filtering(2, new VolumeRestrictions(mirror.listers()));
    mirror.putPod(Volumes.pod("old", Volumes.claimed("c")).nodeName("n0").build());
    PodInfo pod = Volumes.pod("p", Volumes.claimed("c")).build();
    ClusterView view = new Forgetful(mirror.view());
    assertThat(node(pipeline, pod, view)).as("by the kept count").isEqualTo("n0");
    assertThat(node(pipeline, pod, view)).as("checked").isEmpty();
    assertThat(node(pipeline, pod, view)).as("not trusted").isEmpty();
    assertThat(differences).containsExactly("berth/VolumeRestrictions");
  }

  @Test
  void devicesThatWereLostCountOf_areFound_andCountedForEachPodFromThenOn() {
    ForgetfulLedger ledger = new ForgetfulLedger(mirror.devices());
    Pipeline pipeline = filtering(3, devices(ledger));
    PodInfo pod = claiming("p");
    assertThat(node(pipeline, pod, mirror.view())).as("by the ledger").isEqualTo("n0");
    assertThat(node(pipeline, pod, mirror.view())).as("by the ledger").isEqualTo("n0");
    assertThat(node(pipeline, pod, mirror.view())).as("checked").isEqualTo("n1");
    ledger.forgot = true;
    assertThat(node(pipeline, pod, mirror.view())).as("not trusted").isEqualTo("n1");
    assertThat(ledger.recounts).isEqualTo(2);
    node(pipeline, "without devices");
    assertThat(ledger.recounts).as("for pods with devices only").isEqualTo(2);
    assertThat(differences).containsExactly("berth/DynamicResources", "berth/DynamicResources");
  }

  @Test
  void keptDevicesThatAreRight_areNoDifference() {
    ForgetfulLedger ledger = new ForgetfulLedger(mirror.devices());
    ledger.forgot = false;
    Pipeline pipeline = filtering(1, devices(ledger));
    assertThat(node(pipeline, claiming("p"), mirror.view())).isEqualTo("n1");
    mirror.put(Claims.claim("taken", "gpu"));
    mirror.put(Claims.slice("n1", "d1"));
    assertThat(node(pipeline, claiming("p"), mirror.view())).isEqualTo("n0");
    assertThat(ledger.recounts).isEqualTo(2);
    assertThat(differences).isEmpty();
  }

  /** Two nodes with a device each, of which that of n0 is taken. */
  private DynamicResources devices(DeviceLedger ledger) {
    mirror.put(DeviceClasses.offering("gpu", "example.com/gpu"));
    mirror.put(Claims.slice("n0", "d0"));
    mirror.put(Claims.slice("n1", "d0"));
    mirror.put(Claims.claim("c", "gpu"));
    AllocatedDevice taken =
        new AllocatedDevice(
            "r",
            new DeviceId("driver", "n0", "d0"),
            false,
            List.of(),
            List.of(),
            List.of(),
            null,
            Map.of());
    mirror.put(
        Claims.allocated(
            Claims.claim("taken", "gpu"), new Allocation(List.of(taken), List.of(), null, null)));
    return new DynamicResources(
        new DynamicResourcesArgs(Duration.ofSeconds(10), Duration.ofMinutes(10)),
        TestContext.of(TestContext.create(mirror), ledger));
  }

  private static PodInfo claiming(String name) {
    PodClaims claims = new PodClaims(List.of(new PodClaim.Existing("its", "c")), List.of(), null);
    return Make.pod(name).claims(claims).build();
  }

  @Test
  void keptVolumesThatAreRight_areNoDifference() {
    mirror.put(Volumes.limit("n0", "csi.example.com", 1));
    mirror.put(Volumes.bound("c", "pv"));
    mirror.put(Volumes.csi("pv", "csi.example.com", "handle"));
    Pipeline pipeline = filtering(1, new NodeVolumeLimits(mirror.listers()));
    PodInfo pod = Volumes.pod("p", Volumes.claimed("c")).build();
    assertThat(node(pipeline, pod, mirror.view())).isEqualTo("n0");
    mirror.put(Volumes.limit("n0", "csi.example.com", 0));
    assertThat(node(pipeline, pod, mirror.view())).isEqualTo("n1");
    assertThat(differences).isEmpty();
  }

  @Test
  void withoutAnInterval_nothingIsChecked() {
    Pipeline pipeline = filtering(0);
    for (int i = 0; i < 5; i++) {
      assertThat(node(pipeline, "x")).isEqualTo("n1");
    }
    assertThat(differences).isEmpty();
  }
}
