package dev.berth.plugins.dynamicresources;

import dev.berth.framework.Listers;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.ResourceName;
import dev.berth.model.devices.ClaimMeta;
import dev.berth.model.devices.ClaimOwner;
import dev.berth.model.devices.ClaimSpec;
import dev.berth.model.devices.ClaimStatus;
import dev.berth.model.devices.DeviceClass;
import dev.berth.model.devices.ResourceClaim;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Extended resources of pods that come from devices of a DeviceClass instead of a device plugin:
 * which a pod has, and what of them a node must allocate.
 *
 * <p>Mirrors {@code preFilterExtendedResources} and {@code filterExtendedResources}, {@code
 * plugins/dynamicresources/extendeddynamicresources.go}, Kubernetes 1.36.3. Threading: scheduler
 * thread only.
 */
final class ExtendedResources {

  private static final Status STALE =
      Status.unresolvable("cannot schedule extended resource claim");
  private static final Status NOT_OFFERED = Status.unresolvable("cannot fit resource");

  /** What a node means for a pod's extended resources. */
  sealed interface Verdict {
    /** It cannot have them. */
    record Rejected(Status status) implements Verdict {}

    /** Device plugins give all of them, or there are none. */
    record NothingToAllocate() implements Verdict {}

    /** This claim must be allocated, too. */
    record ToAllocate(ResourceClaim claim, RequestMappings mappings) implements Verdict {}
  }

  private static final Verdict NOTHING = new Verdict.NothingToAllocate();

  private final Listers listers;
  private final RandomGenerator random;

  ExtendedResources(Listers listers, RandomGenerator random) {
    this.listers = listers;
    this.random = random;
  }

  /** The pod's special claim; null when no DeviceClass offers a resource that it wants. */
  @Nullable SpecialClaim of(PodInfo pod) {
    Map<ResourceName, String> classes = new TreeMap<>(BY_NAME);
    for (ResourceName resource : pod.extendedResources()) {
      DeviceClass offering =
          pod.requests().incoming().scalar(resource) == 0
              ? null
              : listers.deviceClasses().offering(resource);
      if (offering != null) {
        classes.put(resource, offering.key().name());
      }
    }
    if (classes.isEmpty()) {
      return null;
    }
    ResourceClaim left = leftByAnEarlierAttempt(pod);
    return new SpecialClaim(left == null ? inMemory(pod) : left, classes);
  }

  private @Nullable ResourceClaim leftByAnEarlierAttempt(PodInfo pod) {
    for (ResourceClaim claim : listers.resourceClaims().in(pod.key().namespace())) {
      if (claim.meta().forExtendedResources()) {
        for (ClaimOwner owner : claim.meta().owners()) {
          if (owner.controller()
              && owner.name().equals(pod.key().name())
              && owner.uid().equals(pod.uid())) {
            return claim;
          }
        }
      }
    }
    return null;
  }

  private ResourceClaim inMemory(PodInfo pod) {
    ClaimOwner owner = new ClaimOwner(pod.key().name(), pod.uid(), true);
    return new ResourceClaim(
        new ObjectKey(pod.key().namespace(), SpecialClaim.NAME_IN_MEMORY),
        new ClaimMeta(freshUid(), "", false, List.of(), true, List.of(owner)),
        ClaimSpec.EMPTY,
        ClaimStatus.EMPTY);
  }

  /** Only ever compared with others of this process. */
  private String freshUid() {
    return "in-memory-%016x%016x".formatted(random.nextLong(), random.nextLong());
  }

  /** What must be allocated on this node. */
  static Verdict onNode(
      @Nullable SpecialClaim special, PodInfo pod, NodeInfo node, boolean namesClaims) {
    if (special == null) {
      return NOTHING;
    }
    if (!special.claim().spec().requests().isEmpty()) {
      return new Verdict.Rejected(STALE);
    }
    TreeSet<ResourceName> fromDevices = new TreeSet<>(BY_NAME);
    for (ResourceName resource : pod.extendedResources()) {
      if (pod.requests().incoming().scalar(resource) == 0) {
        continue;
      }
      if (special.classes().containsKey(resource) && node.allocatable().scalar(resource) == 0) {
        fromDevices.add(resource);
      } else if (!node.allocatable().hasScalar(resource)) {
        return new Verdict.Rejected(NOT_OFFERED);
      }
    }
    if ((fromDevices.isEmpty() && !namesClaims) || special.claim().allocation() != null) {
      return NOTHING;
    }
    RequestMappings mappings =
        RequestMappings.of(pod.claims().containers(), fromDevices, special.classes());
    ClaimSpec spec = new ClaimSpec(mappings.requests(), List.of(), List.of());
    return new Verdict.ToAllocate(special.claim().withSpec(spec), mappings);
  }

  private static final Comparator<ResourceName> BY_NAME = Comparator.comparing(ResourceName::name);
}
