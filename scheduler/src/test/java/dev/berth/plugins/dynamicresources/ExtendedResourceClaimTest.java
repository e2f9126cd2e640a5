package dev.berth.plugins.dynamicresources;

import static dev.berth.plugins.dynamicresources.DynamicResourcesBed.GPU;
import static dev.berth.plugins.dynamicresources.DynamicResourcesBed.N1;
import static dev.berth.plugins.dynamicresources.DynamicResourcesBed.N2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cluster.ClusterMirror;
import dev.berth.framework.ClaimWriter;
import dev.berth.framework.CycleState;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.Status;
import dev.berth.model.ClusterObject;
import dev.berth.model.ContainerRequests;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodClaims;
import dev.berth.model.PodInfo;
import dev.berth.model.devices.Claims;
import dev.berth.model.devices.DeviceClasses;
import dev.berth.model.devices.ResourceClaim;
import dev.berth.plugins.Make;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Extended resources that devices back: the claim is made when the pod is bound. */
final class ExtendedResourceClaimTest {
  private final DynamicResourcesBed bed = new DynamicResourcesBed();
  private final ClusterMirror mirror = bed.mirror;
  private final RecordedWrites writer = bed.writer;
  private final DynamicResources plugin = bed.plugin;

  private static PodInfo wanting(String name, String amount) {
    ContainerRequests container =
        new ContainerRequests("main", false, Make.quantities(GPU + "=" + amount));
    return Make.pod(name)
        .uid("uid-" + name)
        .requests(Make.requests(GPU + "=" + amount))
        .claims(new PodClaims(List.of(), List.of(container), null))
        .build();
  }

  @Test
  void anExtendedResource_comesFromDevices_whereTheNodeHasNoneItself() {
    bed.put(Claims.slice("n1", "d0"));
    NodeInfo withPlugin = Make.info(withGpus("n3", "4"));
    PodInfo pod = wanting("p", "1");

    assertThat(bed.filter(pod, N1)).isEqualTo(Status.success());
    assertThat(bed.filter(pod, N2)).isEqualTo(Status.unresolvable("cannot allocate all claims"));
    assertThat(bed.filter(pod, withPlugin)).isEqualTo(Status.success());
    assertThat(bed.filter(wanting("p", "2"), N1))
        .isEqualTo(Status.unresolvable("cannot allocate all claims"));
  }

  private static Node.Builder withGpus(String name, String count) {
    return Make.node(name).allocatable(Make.resources(GPU + "=" + count));
  }

  @Test
  void anExtendedResourceWithoutAClass_isLeftToOthers() {
    mirror.remove(ClusterObject.Kind.DEVICE_CLASS, DeviceClasses.offering("gpu", GPU).key());

    assertThat(bed.preFilter(CycleState.create(), wanting("p", "1")))
        .isEqualTo(PreFilterResult.skip());
  }

  @Test
  void theClaimForExtendedResources_isMadeOnlyWhenThePodIsBound() throws Exception {
    bed.put(Claims.slice("n1", "d0"));
    PodInfo pod = wanting("p", "1");
    CycleState state = bed.reserved(pod, N1);
    assertThat(bed.filter(wanting("q", "1"), N1))
        .isEqualTo(Status.unresolvable("cannot allocate all claims"));

    assertThat(plugin.preBind(state, pod, "n1")).isEqualTo(Status.success());

    assertThat(writer.writes)
        .containsExactly(
            "create for p 1",
            "reserve p-extended-resources-x with [d0]",
            "record p-extended-resources-x 1");
    assertThat(bed.news.all).containsExactly("claim");

    plugin.unreserve(state, pod, "n1");
    assertThat(writer.writes).endsWith("delete p-extended-resources-x");
  }

  @Test
  void aClaimForExtendedResourcesThatCannotBeMade_isToldOf() throws Exception {
    bed.put(Claims.slice("n1", "d0"));
    PodInfo pod = wanting("p", "1");
    CycleState state = bed.reserved(pod, N1);
    writer.failure = "quota";

    assertThat(plugin.preBind(state, pod, "n1"))
        .isEqualTo(Status.error("create claim for extended resources: quota"));
    assertThat(bed.news.all).containsExactly("no claim");
  }

  @Test
  void onANodeWithADevicePlugin_noClaimIsMade() throws Exception {
    PodInfo pod = wanting("p", "1");
    NodeInfo node = Make.info(withGpus("n3", "4"));
    CycleState state = bed.reserved(pod, node);

    assertThat(plugin.preBind(state, pod, "n3")).isEqualTo(Status.success());

    assertThat(writer.writes).isEmpty();
  }

  @Test
  void aClaimForExtendedResources_thatAnAttemptLeft_isDeletedFirst() {
    PodInfo pod = wanting("p", "1");
    ResourceClaim left =
        ((ClaimWriter.Outcome.Written) writer.createExtended(pod, Claims.claim("x", "gpu").spec()))
            .claim();
    bed.put(left, Claims.slice("n1", "d0"));

    assertThat(bed.filter(pod, N1))
        .isEqualTo(Status.unresolvable("cannot schedule extended resource claim"));
    assertThat(bed.postFilter(pod, N1))
        .isEqualTo(Status.unschedulable("deletion of ResourceClaim completed"));
    assertThat(writer.writes).endsWith("delete p-extended-resources-x");
  }
}
