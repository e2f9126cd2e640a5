package dev.berth.cluster;

import dev.berth.model.HostPort;
import dev.berth.model.Node;
import dev.berth.model.PodAffinity;
import dev.berth.model.PodImages;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.model.PodRequests;
import dev.berth.model.Taint;
import dev.berth.model.Toleration;
import dev.berth.model.Tolerations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Random nodes and pods out of small sets, so that they meet. */
final class RandomObjects {

  private static final List<PodRequests> REQUESTS =
      List.of(
          Samples.requests(Map.of()),
          Samples.requests(Map.of("cpu", "500m", "memory", "256Mi")),
          Samples.requests(Map.of("cpu", "1500m")),
          Samples.requests(Map.of("memory", "3Gi", "ephemeral-storage", "4G")),
          Samples.requests(Map.of("cpu", "250m", "example.com/gpu", "1")));
  private static final List<Tolerations> TOLERATIONS =
      List.of(
          Tolerations.NONE,
          Tolerations.of(List.of(new Toleration("a", "Exists", "", ""))),
          Tolerations.of(List.of(new Toleration("", "Exists", "", "NoSchedule"))));
  private static final List<List<HostPort>> PORTS =
      List.of(
          List.of(),
          List.of(),
          List.of(HostPort.of("", "TCP", 80)),
          List.of(HostPort.of("10.0.0.1", "TCP", 80), HostPort.of("", "UDP", 53)));
  private static final List<PodImages> IMAGES =
      List.of(
          PodImages.NONE,
          PodImages.of(List.of(), List.of("i1", "i2"), List.of()),
          PodImages.of(List.of("i3"), List.of("i1"), List.of()));

  private final RandomGenerator random;

  RandomObjects(RandomGenerator random) {
    this.random = random;
  }

  Node node(String name) {
    return Node.builder(name)
        .uid(name + "-" + random.nextInt(1_000_000))
        .allocatable(
            Samples.allocatable(
                1_000L * random.nextInt(5), (1L << 30) * random.nextInt(9), random.nextInt(6)))
        .taints(taints())
        .imageSizes(images())
        .build();
  }

  private List<Taint> taints() {
    List<Taint> taints = new ArrayList<>();
    for (String key : List.of("a", "b")) {
      if (random.nextInt(4) == 0) {
        String effect = random.nextBoolean() ? Taint.NO_SCHEDULE : Taint.PREFER_NO_SCHEDULE;
        taints.add(new Taint(key, "v" + random.nextInt(3), effect));
      }
    }
    return taints;
  }

  private Map<String, Long> images() {
    Map<String, Long> images = new TreeMap<>();
    for (String image : List.of("i1:latest", "i2:latest", "i3:latest")) {
      if (random.nextInt(3) == 0) {
        images.put(image, 1L + random.nextInt(5));
      }
    }
    return images;
  }

  /** A pending pod. */
  PodInfo pod(PodKey key, String uid) {
    return PodInfo.builder(key)
        .uid(uid)
        .requests(oneOf(REQUESTS))
        .tolerations(oneOf(TOLERATIONS))
        .hostPorts(oneOf(PORTS))
        .images(oneOf(IMAGES))
        .priority(random.nextInt(3))
        .affinity(affinity())
        .build();
  }

  private PodAffinity affinity() {
    return switch (random.nextInt(6)) {
      case 0 -> Samples.ALONE;
      case 1 -> Samples.TOGETHER;
      default -> PodAffinity.NONE;
    };
  }

  /** The same pod with its requests resized, as an update in place does. */
  PodInfo resized(PodInfo pod) {
    return pod.toBuilder().requests(oneOf(REQUESTS)).build();
  }

  <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
