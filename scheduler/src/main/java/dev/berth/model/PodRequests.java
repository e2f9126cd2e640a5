package dev.berth.model;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a pod asks for, in the four readings that kube-scheduler has of it.
 *
 * <p>Threading: immutable.
 */
public final class PodRequests {
  private static final Quantity DEFAULT_CPU = Quantity.ofMilli(100);
  private static final Quantity DEFAULT_MEMORY = Quantity.ofWhole(200L * 1024 * 1024);
  private static final Map<String, Quantity> DEFAULTS =
      Map.of("cpu", DEFAULT_CPU, "memory", DEFAULT_MEMORY);

  private static final String DEVICE_CLASS_PREFIX = "deviceclass.resource.kubernetes.io/";

  /** A pod without requests. */
  public static final PodRequests NONE = of(PodResourceSpec.of(List.of(), List.of()));

  private final Resources incoming;
  private final Resources placed;
  private final Resources placedNonZero;
  private final Resources scoring;
  private final Set<ResourceName> extendedResources;
  private final int hash;

  private PodRequests(
      Resources incoming, Resources placed, Resources placedNonZero, Resources scoring) {
    this.incoming = incoming;
    this.placed = placed.equals(incoming) ? incoming : placed;
    this.placedNonZero = placedNonZero;
    this.scoring = scoring;
    this.extendedResources = extendedIn(incoming);
    this.hash =
        31 * (31 * (31 * incoming.hashCode() + placed.hashCode()) + placedNonZero.hashCode())
            + scoring.hashCode();
  }

  /** The calculation, in one place. */
  public static PodRequests of(PodResourceSpec pod) {
    boolean podLevel = RequestCalculation.hasPodLevelRequests(pod);
    boolean reported = !pod.reported().isEmpty() || pod.reportedForPod() != null;
    Map<String, Quantity> spec = new RequestCalculation(pod, false, true, Map.of()).total();
    Map<String, Quantity> placed =
        reported ? new RequestCalculation(pod, true, true, Map.of()).total() : spec;
    Map<String, Quantity> scoring = new RequestCalculation(pod, false, false, DEFAULTS).total();
    Map<String, Quantity> nonZero =
        reported || podLevel
            ? new RequestCalculation(pod, true, true, missingIn(placed, podLevel)).total()
            : scoring;
    return new PodRequests(
        atLeastZero(withoutPods(spec)),
        withoutPods(placed),
        cpuAndMemory(nonZero),
        withoutPods(scoring));
  }

  /**
   * With pod-level requests, containers get a default only for a resource that the pod as a whole
   * does not have.
   */
  private static Map<String, Quantity> missingIn(Map<String, Quantity> total, boolean podLevel) {
    if (!podLevel) {
      return DEFAULTS;
    }
    Map<String, Quantity> missing = new HashMap<>(DEFAULTS);
    missing.keySet().removeAll(total.keySet());
    return missing;
  }

  /** The number of pods is a property of nodes; a container that names it requests nothing. */
  private static Resources withoutPods(Map<String, Quantity> list) {
    if (!list.containsKey("pods")) {
      return Resources.of(list);
    }
    Map<String, Quantity> rest = new HashMap<>(list);
    rest.remove("pods");
    return Resources.of(rest);
  }

  private static Resources cpuAndMemory(Map<String, Quantity> list) {
    return Resources.builder()
        .milliCpu(list.getOrDefault("cpu", Quantity.ZERO).milliValue())
        .memoryBytes(list.getOrDefault("memory", Quantity.ZERO).value())
        .build();
  }

  /** The Fit filter takes the larger of 0 and the amount, which hides an overflow. */
  private static Resources atLeastZero(Resources amounts) {
    Resources.Builder builder =
        Resources.builder()
            .milliCpu(Math.max(0, amounts.milliCpu()))
            .memoryBytes(Math.max(0, amounts.memoryBytes()))
            .ephemeralStorageBytes(Math.max(0, amounts.ephemeralStorageBytes()));
    for (int i = 0; i < amounts.scalarCount(); i++) {
      builder.scalar(amounts.scalarName(i), Math.max(0, amounts.scalarValue(i)));
    }
    return builder.build();
  }

  private static Set<ResourceName> extendedIn(Resources amounts) {
    Set<ResourceName> names = new LinkedHashSet<>();
    for (int i = 0; i < amounts.scalarCount(); i++) {
      ResourceName name = amounts.scalarName(i);
      if (name.isExtended() || name.name().startsWith(DEVICE_CLASS_PREFIX)) {
        names.add(name);
      }
    }
    return Collections.unmodifiableSet(names);
  }

  /**
   * What the NodeResourcesFit filter looks for: the spec only, pod-level requests count ({@code
   * computePodResourceRequest}, fit.go).
   */
  public Resources incoming() {
    return incoming;
  }

  /**
   * What the pod takes on its node: in-place resizes count ({@code CalculateResource},
   * framework/types.go). Also what NodeResourcesBalancedAllocation scores.
   */
  public Resources placed() {
    return placed;
  }

  /** CPU and memory as {@link #placed}, with 100m and 200 MiB where a container has none. */
  public Resources placedNonZero() {
    return placedNonZero;
  }

  /**
   * What NodeResourcesFit scores: the spec only, with the defaults of {@link #placedNonZero},
   * pod-level requests not counted (resource_allocation.go).
   */
  public Resources scoring() {
    return scoring;
  }

  /**
   * Resources that a DeviceClass may offer and that are requested with any amount, 0 included,
   * sorted by name: extended ones, and the implicit name of a class, which is not an extended one
   * ({@code IsDRAExtendedResourceName}, pkg/scheduler/util/utils.go).
   */
  public Set<ResourceName> extendedResources() {
    return extendedResources;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return this == o
        || (o instanceof PodRequests other
            && hash == other.hash
            && incoming.equals(other.incoming)
            && placed.equals(other.placed)
            && placedNonZero.equals(other.placedNonZero)
            && scoring.equals(other.scoring));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return incoming.toString();
  }
}
