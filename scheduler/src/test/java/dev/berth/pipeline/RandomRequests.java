package dev.berth.pipeline;

import dev.berth.model.ContainerResources;
import dev.berth.model.ContainerSpec;
import dev.berth.model.PodRequests;
import dev.berth.model.PodResourceSpec;
import dev.berth.model.Quantity;
import dev.berth.plugins.Make;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Random requests of pods, of few resources. */
final class RandomRequests {
  private final Chance chance;

  RandomRequests(Chance chance) {
    this.chance = chance;
  }

  PodRequests any() {
    Map<String, Quantity> overhead =
        chance.oneIn(5) ? Make.quantities("cpu=50m", "memory=10Mi") : Map.of();
    Map<String, Quantity> ofPod = chance.oneIn(5) ? quantities() : Map.of();
    return PodRequests.of(
        new PodResourceSpec(
            containers(chance.between(1, 3), false),
            containers(chance.oneIn(3) ? 2 : 0, true),
            ofPod,
            overhead,
            Map.of(),
            null,
            false));
  }

  private List<ContainerSpec> containers(int count, boolean maybeSidecars) {
    List<ContainerSpec> containers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean sidecar = maybeSidecars && chance.oneIn(2);
      containers.add(
          new ContainerSpec("c" + i, new ContainerResources(quantities(), Map.of()), sidecar));
    }
    return containers;
  }

  private Map<String, Quantity> quantities() {
    return Make.quantities(chance.some(3, this::request).toArray(String[]::new));
  }

  private String request() {
    return switch (chance.below(12)) {
      case 0 -> "ephemeral-storage=" + 500 * chance.below(4);
      case 1 -> "example.com/gpu=" + chance.below(3);
      case 2 -> "hugepages-2Mi=" + 2 * chance.below(3) + "Mi";
      case 3, 4, 5, 6 -> "memory=" + 128 * chance.below(8) + "Mi";
      default -> "cpu=" + 125 * chance.below(8) + "m";
    };
  }
}
