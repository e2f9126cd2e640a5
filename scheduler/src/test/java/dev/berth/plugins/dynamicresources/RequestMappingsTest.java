package dev.berth.plugins.dynamicresources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerRequests;
import dev.berth.model.ResourceName;
import dev.berth.model.devices.DeviceRequest;
import dev.berth.plugins.Make;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Requests for devices out of what containers request; upstream's examples and their corners. */
final class RequestMappingsTest {
  private static final ResourceName GPU = ResourceName.of("example.com/gpu");
  private static final ResourceName NIC = ResourceName.of("example.com/nic");

  private static RequestMappings of(ContainerRequests... containers) {
    TreeSet<ResourceName> resources = new TreeSet<>(Comparator.comparing(ResourceName::name));
    resources.addAll(List.of(GPU, NIC));
    return RequestMappings.of(List.of(containers), resources, Map.of(GPU, "gpus", NIC, "nics"));
  }

  private static ContainerRequests app(String name, String... amounts) {
    return new ContainerRequests(name, false, Make.quantities(amounts));
  }

  private static ContainerRequests init(String name, String... amounts) {
    return new ContainerRequests(name, true, Make.quantities(amounts));
  }

  private static List<String> requests(RequestMappings mappings) {
    return mappings.requests().stream()
        .map(DeviceRequest.Exactly.class::cast)
        .map(r -> r.name() + " " + r.wanted().deviceClassName() + " " + r.wanted().count())
        .toList();
  }

  private static List<String> mappings(RequestMappings mappings) {
    return mappings.mappings().stream()
        .map(m -> m.containerName() + " " + m.resourceName() + " " + m.requestName())
        .toList();
  }

  @Test
  void aRequest_isNamedAfterContainerAndPlaceOfTheResourceInIt() {
    RequestMappings got =
        of(app("a", "cpu=1", GPU.name() + "=2", NIC.name() + "=1"), app("b", GPU.name() + "=1"));

    assertThat(requests(got))
        .containsExactly(
            "container-0-request-1 gpus 2",
            "container-0-request-2 nics 1",
            "container-1-request-0 gpus 1");
    assertThat(mappings(got))
        .containsExactly(
            "a example.com/gpu container-0-request-1",
            "b example.com/gpu container-1-request-0",
            "a example.com/nic container-0-request-2");
  }

  @Test
  void anInitContainer_usesWhatLaterContainersHave() {
    RequestMappings got =
        of(init("i", GPU.name() + "=2"), app("a", GPU.name() + "=1"), app("b", GPU.name() + "=3"));

    assertThat(requests(got))
        .containsExactly("container-1-request-0 gpus 1", "container-2-request-0 gpus 3");
    assertThat(mappings(got))
        .containsExactly(
            "a example.com/gpu container-1-request-0",
            "b example.com/gpu container-2-request-0",
            "i example.com/gpu container-1-request-0",
            "i example.com/gpu container-2-request-0");
  }

  @Test
  void initContainers_shareTheLargestOfWhatTheyNeedBeyond() {
    RequestMappings got =
        of(init("i", GPU.name() + "=3"), init("j", GPU.name() + "=5"), app("a", GPU.name() + "=1"));

    assertThat(requests(got))
        .containsExactly("container-1-request-0 gpus 4", "container-2-request-0 gpus 1");
    assertThat(mappings(got))
        .containsExactly(
            "a example.com/gpu container-2-request-0",
            "i example.com/gpu container-2-request-0",
            "i example.com/gpu container-1-request-0",
            "j example.com/gpu container-2-request-0",
            "j example.com/gpu container-1-request-0");
  }

  @Test
  void aRequestOfZero_isNone() {
    assertThat(of(app("a", GPU.name() + "=0"))).isEqualTo(RequestMappings.NONE);
  }
}
