package dev.berth.config;

import dev.berth.model.ResourceName;
import java.util.List;

/**
 * A resource that counts in a score, and how much.
 *
 * <p>Threading: immutable.
 */
public record ResourceWeight(ResourceName resource, long weight) {
  static final List<ResourceWeight> CPU_AND_MEMORY =
      List.of(new ResourceWeight(ResourceName.CPU, 1), new ResourceWeight(ResourceName.MEMORY, 1));

  /** Reads {@code resources}: CPU and memory when absent or empty; a weight of 0 or none is 1. */
  static List<ResourceWeight> readAll(Fields fields, long mostWeight) {
    List<ResourceWeight> all =
        fields.objects("resources", resource -> ResourceWeight.read(resource, mostWeight));
    return all.isEmpty() ? CPU_AND_MEMORY : all;
  }

  private static ResourceWeight read(Fields fields, long mostWeight) {
    String name = fields.requiredText("name");
    long weight = fields.wholeNumber("weight", 1, 0, mostWeight);
    return new ResourceWeight(ResourceName.of(name), Math.max(1, weight));
  }
}
