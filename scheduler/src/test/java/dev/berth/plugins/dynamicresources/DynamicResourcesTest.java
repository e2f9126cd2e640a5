package dev.berth.plugins.dynamicresources;

import static dev.berth.plugins.dynamicresources.DynamicResourcesBed.N1;
import static dev.berth.plugins.dynamicresources.DynamicResourcesBed.N2;
import static dev.berth.plugins.dynamicresources.DynamicResourcesBed.pod;
import static dev.berth.plugins.dynamicresources.DynamicResourcesBed.podOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cluster.ClusterMirror;
import dev.berth.config.DynamicResourcesArgs;
import dev.berth.framework.CycleState;
import dev.berth.framework.PostFilterResult;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.ScoreException;
import dev.berth.framework.Status;
import dev.berth.model.ClusterObject;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodClaim;
import dev.berth.model.PodInfo;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.Claims;
import dev.berth.model.devices.DeviceClass;
import dev.berth.model.devices.DeviceClasses;
import dev.berth.model.devices.DeviceRequest;
import dev.berth.model.devices.DeviceSelector;
import dev.berth.model.devices.DevicesWanted;
import dev.berth.plugins.Make;
import dev.berth.plugins.TestContext;
import dev.berth.plugins.dynamicresources.cel.CompiledSelector;
import dev.berth.plugins.dynamicresources.cel.DeviceSelectors;
import dev.berth.plugins.dynamicresources.cel.KnownSelectors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Claims of pods, from PreEnqueue to Filter and Score; devices are without conditions here. */
final class DynamicResourcesTest {
  private final DynamicResourcesBed bed = new DynamicResourcesBed();
  private final ClusterMirror mirror = bed.mirror;
  private final RecordedWrites writer = bed.writer;
  private final DynamicResources plugin = bed.plugin;

  // ---- which claims a pod may use

  @Test
  void aPodWhoseClaimsAreThere_mayEnter() {
    bed.put(Claims.claim("c", "gpu"));

    assertThat(plugin.preEnqueue(podOf("p", "c"))).isEqualTo(Status.success());
    assertThat(plugin.preEnqueue(pod("p", new PodClaim.NotNeeded("x"))))
        .isEqualTo(Status.success());
    assertThat(plugin.preEnqueue(pod("p"))).isEqualTo(Status.success());
  }

  @Test
  void aPodWhoseClaimsAreNotThere_isKeptOut_inTheWordsOfUpstream() {
    bed.put(Claims.claim("other", "gpu"), Claims.terminating(Claims.claim("going", "gpu")));

    assertThat(plugin.preEnqueue(podOf("p", "missing")))
        .isEqualTo(Status.unresolvable("could not find ResourceClaim \"default/missing\""));
    assertThat(plugin.preEnqueue(podOf("p", "going")))
        .isEqualTo(Status.unresolvable("resourceclaim \"going\" is being deleted"));
    assertThat(plugin.preEnqueue(pod("p", new PodClaim.Awaited("a"))))
        .isEqualTo(Status.unresolvable("pod \"default/p\": ResourceClaim not created yet"));
    assertThat(plugin.preEnqueue(pod("p", new PodClaim.Generated("a", "other"))))
        .isEqualTo(
            Status.unresolvable(
                "ResourceClaim default/other was not created for Pod default/p (Pod is not"
                    + " owner)"));
    assertThat(plugin.preEnqueue(pod("p", new PodClaim.Unsupported("a"))))
        .isEqualTo(
            Status.unresolvable(
                "pod \"default/p\", spec.resourceClaim \"a\": none of the supported fields are"
                    + " set"));
  }

  @Test
  void aGeneratedClaim_isForThePodThatControlsIt() {
    bed.put(Claims.ownedBy(Claims.claim("p-gpu-x", "gpu"), "p", "uid-p"));

    assertThat(plugin.preEnqueue(pod("p", new PodClaim.Generated("a", "p-gpu-x"))))
        .isEqualTo(Status.success());
  }

  @Test
  void aPodWithoutClaims_isNoneOfItsBusiness() throws ScoreException {
    CycleState state = CycleState.create();
    PodInfo pod = Make.pod("p").build();

    assertThat(bed.preFilter(state, pod)).isEqualTo(PreFilterResult.skip());
    assertThat(plugin.score(state, pod, N1)).isZero();
    assertThat(plugin.scoreAspect(state, pod, mirror.view())).isNotNull();
    assertThat(plugin.reserve(state, pod, "n1")).isEqualTo(Status.success());
    assertThat(plugin.preBindPreFlight(state, pod, "n1")).isEqualTo(Status.skip());
    assertThat(bed.postFilter(pod)).isEqualTo(Status.unschedulable("no new claims to deallocate"));
  }

  @Test
  void postFilter_withoutPreFilter_isTheErrorOfUpstream() {
    assertThat(
            plugin.postFilter(
                CycleState.create(), Make.pod("p").build(), mirror.view(), i -> Status.success()))
        .isEqualTo(PostFilterResult.of(Status.error("not found").by(DynamicResources.NAME)));
  }

  @Test
  void aRequestOfAClassThatDoesNotExist_rejectsThePod() {
    bed.put(
        Claims.claim("one", "no-such"),
        Claims.claim(
            "several",
            new DeviceRequest.FirstAvailable(
                "r",
                List.of(
                    new DeviceRequest.SubRequest("a", DevicesWanted.ofClass("gpu", 1)),
                    new DeviceRequest.SubRequest("b", DevicesWanted.ofClass("no-such", 1))))),
        Claims.claim("unknown", new DeviceRequest.Unsupported("r")),
        Claims.claim("empty", new DeviceRequest.FirstAvailable("r", List.of())),
        Claims.claim("unnamed", ""));

    assertThat(bed.filter(podOf("p", "one"), N1))
        .isEqualTo(Status.unresolvable("request r: device class no-such does not exist"));
    assertThat(bed.filter(podOf("p", "several"), N1))
        .isEqualTo(Status.unresolvable("request r/b: device class no-such does not exist"));
    assertThat(bed.filter(podOf("p", "unknown"), N1))
        .isEqualTo(
            Status.unresolvable("resource claim default/unknown, request r: unknown request type"));
    assertThat(bed.filter(podOf("p", "empty"), N1))
        .isEqualTo(
            Status.unresolvable("resource claim default/empty, request r: unknown request type"));
    assertThat(bed.filter(podOf("p", "unnamed"), N1))
        .isEqualTo(Status.error("request r: unsupported request type"));
  }

  @Test
  void aKindThatCannotBeRead_rejectsOnlyPodsThatNeedDevices_andSaysWhichRule() {
    bed.put(Claims.claim("c", "gpu"), Claims.slice("n1", "d0"));
    mirror.missing(ClusterObject.Kind.RESOURCE_SLICE, "grant list on resourceslices");

    assertThat(plugin.preEnqueue(podOf("p", "c"))).isEqualTo(Status.success());
    assertThat(bed.filter(podOf("p", "c"), N1))
        .isEqualTo(Status.unresolvable("the pod needs devices: grant list on resourceslices"));
    assertThat(bed.preFilter(CycleState.create(), Make.pod("q").build()))
        .isEqualTo(PreFilterResult.skip());

    mirror.known(ClusterObject.Kind.RESOURCE_SLICE);
    assertThat(bed.filter(podOf("p", "c"), N1)).isEqualTo(Status.success());
  }

  // ---- which nodes have them

  @Test
  void aNode_needsAFreeDevice() {
    bed.put(Claims.claim("c", "gpu"), Claims.slice("n1", "d0"));

    assertThat(bed.filter(podOf("p", "c"), N1)).isEqualTo(Status.success());
    assertThat(bed.filter(podOf("p", "c"), N2))
        .isEqualTo(Status.unresolvable("cannot allocate all claims"));
  }

  @Test
  void anAllocatedClaim_holdsWhereItsDevicesAre() {
    Allocation onN1 =
        new Allocation(
            List.of(Claims.device("d0")),
            List.of(),
            Make.anyOf(Make.fields(Make.requirement("metadata.name", "In", "n1"))),
            null);
    bed.put(Claims.allocated(Claims.claim("c", "gpu"), onN1));

    assertThat(bed.filter(podOf("p", "c"), N1)).isEqualTo(Status.success());
    assertThat(bed.filter(podOf("p", "c"), N2))
        .isEqualTo(Status.unresolvable("resourceclaim not available on the node"));
  }

  @Test
  void aDeviceThatWasReserved_isNotGivenTwice_untilItIsGivenBack() {
    bed.put(Claims.claim("a", "gpu"), Claims.claim("b", "gpu"), Claims.slice("n1", "d0"));
    PodInfo first = podOf("first", "a");
    CycleState state = bed.reserved(first, N1);

    assertThat(bed.filter(podOf("second", "b"), N1))
        .isEqualTo(Status.unresolvable("cannot allocate all claims"));
    assertThat(bed.filter(podOf("second", "a"), N1))
        .isEqualTo(
            Status.unresolvable("resource claim default/a is in the process of being allocated"));

    plugin.unreserve(state, first, "n1");
    plugin.unreserve(state, first, "n1");
    assertThat(bed.filter(podOf("second", "b"), N1)).isEqualTo(Status.success());
    assertThat(writer.writes).isEmpty();
  }

  @Test
  void severalClaims_areAllocatedTogetherOrNotAtAll() {
    bed.put(Claims.claim("a", "gpu"), Claims.claim("b", "gpu"));
    bed.put(Claims.slice("n1", "d0"), Claims.slice("n2", "d0", "d1"));

    assertThat(bed.filter(podOf("p", "a", "b"), N1))
        .isEqualTo(Status.unresolvable("cannot allocate all claims"));
    assertThat(bed.filter(podOf("p", "a", "b"), N2)).isEqualTo(Status.success());
  }

  @Test
  void slices_areSeenWhenTheyChange() {
    bed.put(Claims.claim("c", "gpu"), Claims.slice("n1"));
    assertThat(bed.filter(podOf("p", "c"), N1))
        .isEqualTo(Status.unresolvable("cannot allocate all claims"));

    bed.put(Claims.slice("n1", "d0"));
    assertThat(bed.filter(podOf("p", "c"), N1)).isEqualTo(Status.success());
  }

  @Test
  void alternatives_scoreByTheirPlace() throws ScoreException {
    mirror.put(DeviceClasses.offering("big", "example.com/big"));
    DeviceRequest either =
        new DeviceRequest.FirstAvailable(
            "r",
            List.of(
                new DeviceRequest.SubRequest("two", DevicesWanted.ofClass("gpu", 2)),
                new DeviceRequest.SubRequest("one", DevicesWanted.ofClass("gpu", 1))));
    bed.put(Claims.claim("c", either), Claims.slice("n1", "d0"), Claims.slice("n2", "d0", "d1"));
    PodInfo pod = podOf("p", "c");
    CycleState state = CycleState.create();
    bed.preFilter(state, pod);
    plugin.filter(state, pod, N1);
    plugin.filter(state, pod, N2);

    assertThat(plugin.score(state, pod, N1)).isEqualTo(7);
    assertThat(plugin.score(state, pod, N2)).isEqualTo(8);
    assertThat(plugin.scoreAspect(state, pod, mirror.view())).isNull();
  }

  // ---- selectors

  /** Writes down what it is asked. */
  private static final class NotedSelectors implements DeviceSelectors {
    private final DeviceSelectors real = new KnownSelectors();
    private final List<String> asked = new ArrayList<>();

    @Override
    public CompiledSelector compile(String expression) {
      asked.add("compile");
      return real.compile(expression);
    }

    @Override
    public void load() {
      asked.add("load");
    }
  }

  /** On a busy machine that takes seconds, and the devices of a node are found in ten or never. */
  @Test
  void libraryOfSelectors_isLoadedBeforeTheTimeOfASearchBegins_andOnlyWhereThereAreDevices() {
    NotedSelectors selectors = new NotedSelectors();
    DynamicResources itsPlugin =
        new DynamicResources(
            new DynamicResourcesArgs(Duration.ofSeconds(10), Duration.ofMinutes(10)),
            TestContext.create(mirror, writer),
            selectors);
    DeviceSelector ofDriver = new DeviceSelector("device.driver == \"a.example.com\"");
    bed.put(
        new DeviceClass(ObjectKey.ofCluster("gpu"), 0, List.of(ofDriver), List.of(), ""),
        Claims.claim("c", "gpu"));
    itsPlugin.preFilter(CycleState.create(), podOf("p", "c"), mirror.view());
    assertThat(selectors.asked).isEmpty();

    bed.put(Claims.slice("n1", "d0"));
    CycleState state = CycleState.create();
    itsPlugin.preFilter(state, podOf("p", "c"), mirror.view());
    assertThat(selectors.asked).containsExactly("load");

    itsPlugin.filter(state, podOf("p", "c"), N1);
    assertThat(selectors.asked).containsExactly("load", "compile");
  }
}
