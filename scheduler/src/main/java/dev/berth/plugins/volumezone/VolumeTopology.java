package dev.berth.plugins.volumezone;

import dev.berth.model.Labels;
import dev.berth.model.storage.PersistentVolume;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A label of a volume that names zones or regions, of which a node has to be in one.
 *
 * <p>Mirrors {@code pvTopology}, plugins/volumezone/volume_zone.go, and {@code LabelZonesToSet},
 * cloud-provider/volume/helpers/zones.go, Kubernetes 1.36.3. Threading: immutable.
 */
record VolumeTopology(String label, Set<String> values) {
  private static final String DELIMITER = "__";

  /** The old labels and the ones that have taken their place. */
  private static final Map<String, String> GENERAL =
      Map.of(
          "failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone",
          "failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region");

  private static final List<String> LABELS =
      List.of(
          "failure-domain.beta.kubernetes.io/zone",
          "failure-domain.beta.kubernetes.io/region",
          "topology.kubernetes.io/zone",
          "topology.kubernetes.io/region");

  VolumeTopology {
    values = Set.copyOf(values);
  }

  /** The labels of a volume that can be understood; the others ask for nothing. */
  static List<VolumeTopology> of(PersistentVolume volume) {
    List<VolumeTopology> topologies = new ArrayList<>();
    for (String label : LABELS) {
      String text = volume.labels().get(label);
      Set<String> values = text == null ? Set.of() : values(text);
      if (!values.isEmpty()) {
        topologies.add(new VolumeTopology(label, values));
      }
    }
    return topologies;
  }

  /** None when one of the values is blank. */
  private static Set<String> values(String text) {
    Set<String> values = new LinkedHashSet<>();
    for (String value : text.split(DELIMITER, -1)) {
      if (value.isBlank()) {
        return Set.of();
      }
      values.add(value.strip());
    }
    return values;
  }

  /** Whether a node with these labels is in all of the places, or says nothing of where it is. */
  static boolean allow(List<VolumeTopology> topologies, Labels node) {
    if (!isSomewhere(node)) {
      return true;
    }
    for (VolumeTopology topology : topologies) {
      String value = topology.valueOf(node);
      if (value == null || !topology.values.contains(value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSomewhere(Labels node) {
    for (String label : LABELS) {
      if (node.has(label)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable String valueOf(Labels node) {
    String value = node.get(label);
    return value == null ? node.get(GENERAL.getOrDefault(label, label)) : value;
  }
}
