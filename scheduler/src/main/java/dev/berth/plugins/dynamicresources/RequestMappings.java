package dev.berth.plugins.dynamicresources;

import dev.berth.model.ContainerRequests;
import dev.berth.model.PodClaims;
import dev.berth.model.Quantity;
import dev.berth.model.ResourceName;
import dev.berth.model.devices.DeviceRequest;
import dev.berth.model.devices.DevicesWanted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The requests for devices that containers' extended resources amount to, and which request is for
 * which resource of which container.
 *
 * <p>Each long-lived container has requests of its own. An init container that ends early uses the
 * devices of long-lived containers behind it first; what all such init containers need beyond is
 * one request, the largest.
 *
 * <p>Mirrors {@code createRequestsAndMappings}, {@code
 * plugins/dynamicresources/extendeddynamicresources.go}, Kubernetes 1.36.3. Threading: immutable.
 */
record RequestMappings(List<DeviceRequest> requests, List<PodClaims.Mapping> mappings) {

  static final RequestMappings NONE = new RequestMappings(List.of(), List.of());

  RequestMappings {
    requests = List.copyOf(requests);
    mappings = List.copyOf(mappings);
  }

  /**
   * The requests for some resources.
   *
   * @param containers init containers, then app containers
   * @param classes the DeviceClass of each of the resources
   */
  static RequestMappings of(
      List<ContainerRequests> containers,
      SortedSet<ResourceName> resources,
      Map<ResourceName, String> classes) {
    List<DeviceRequest> requests = new ArrayList<>();
    List<PodClaims.Mapping> mappings = new ArrayList<>();
    for (ResourceName resource : resources) {
      String deviceClass = classes.get(resource);
      if (deviceClass != null) {
        new OfResource(containers, resource.name()).addTo(requests, mappings, deviceClass);
      }
    }
    requests.sort(Comparator.comparing(DeviceRequest::name));
    return new RequestMappings(requests, mappings);
  }

  /** So many devices, asked for under a name. */
  private record Asked(String name, long count) {}

  /** One resource in all containers. */
  private static final class OfResource {
    private final List<ContainerRequests> containers;
    private final String resource;

    private OfResource(List<ContainerRequests> containers, String resource) {
      this.containers = containers;
      this.resource = resource;
    }

    void addTo(List<DeviceRequest> requests, List<PodClaims.Mapping> mappings, String deviceClass) {
      // 1. Containers that stay.
      List<PodClaims.Mapping> ofLongLived = new ArrayList<>();
      List<@Nullable Asked> longLived = new ArrayList<>();
      for (int i = 0; i < containers.size(); i++) {
        longLived.add(containers.get(i).shortLived() ? null : request(i, List.of(), ofLongLived));
      }

      // 2. Init containers that end: the largest of what they need beyond.
      List<PodClaims.Mapping> ofShortLived = new ArrayList<>();
      Set<String> names = new HashSet<>();
      Asked largest = null;
      for (int i = 0; i < containers.size(); i++) {
        if (containers.get(i).shortLived()) {
          Asked asked = request(i, longLived.subList(i, longLived.size()), ofShortLived);
          if (asked != null) {
            names.add(asked.name());
            largest = largest == null || largest.count() < asked.count() ? asked : largest;
          }
        }
      }
      if (largest != null) {
        shareLargest(ofShortLived, names, largest.name());
        requests.add(exactly(largest, deviceClass));
      }

      // 3. All of it.
      for (Asked asked : longLived) {
        if (asked != null) {
          requests.add(exactly(asked, deviceClass));
        }
      }
      mappings.addAll(ofLongLived);
      mappings.addAll(ofShortLived);
    }

    private static void shareLargest(
        List<PodClaims.Mapping> mappings, Set<String> names, String largest) {
      mappings.replaceAll(
          mapping ->
              names.contains(mapping.requestName())
                  ? new PodClaims.Mapping(mapping.containerName(), mapping.resourceName(), largest)
                  : mapping);
    }

    /** What the container asks for beyond what it can use of others; null when nothing. */
    private @Nullable Asked request(
        int index, List<@Nullable Asked> reusable, List<PodClaims.Mapping> mappings) {
      ContainerRequests container = containers.get(index);
      Quantity wanted = container.requests().get(resource);
      long count = wanted == null ? 0 : wanted.value();
      if (count == 0) {
        return null;
      }
      long reused = 0;
      for (Asked other : reusable) {
        if (other != null) {
          reused += other.count();
          mappings.add(mapping(container, other.name()));
          if (reused >= count) {
            return null;
          }
        }
      }
      String name = "container-" + index + "-request-" + position(container);
      mappings.add(mapping(container, name));
      return new Asked(name, count - reused);
    }

    private PodClaims.Mapping mapping(ContainerRequests container, String request) {
      return new PodClaims.Mapping(container.container(), resource, request);
    }

    /** Where the resource stands among all that the container requests, by name. */
    private int position(ContainerRequests container) {
      int position = 0;
      for (String name : container.requests().keySet()) {
        if (name.equals(resource)) {
          return position;
        }
        position++;
      }
      throw new IllegalStateException(resource + " is not requested");
    }

    private static DeviceRequest exactly(Asked asked, String deviceClass) {
      return new DeviceRequest.Exactly(
          asked.name(), DevicesWanted.ofClass(deviceClass, asked.count()), false);
    }
  }
}
