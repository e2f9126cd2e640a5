package dev.berth.plugins.volumebinding;

import dev.berth.model.Labels;
import dev.berth.model.NodeRequirement;
import dev.berth.model.NodeSelector;
import dev.berth.model.NodeSelectorTerm;
import dev.berth.model.storage.PersistentVolume;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a volume of an in-tree plugin in the terms of a CSI driver.
 *
 * <p>Zones that the volume requires, or else those of its zone label, become zones of the driver. A
 * region under the old name gets the new one. Mirrors {@code translateTopologyFromInTreeToCSI},
 * csi-translation-lib/plugins/in_tree_volume.go, Kubernetes 1.36.3. Threading: immutable.
 */
final class DriverTopology {
  private static final Names CURRENT =
      new Names("topology.kubernetes.io/zone", "topology.kubernetes.io/region");
  private static final Names BETA =
      new Names(
          "failure-domain.beta.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/region");
  private static final String BETWEEN_ZONES = "__";

  private record Names(String zone, String region) {}

  private DriverTopology() {}

  /**
   * The nodes that reach the volume through the driver; null means all.
   *
   * @param driverZone the driver's label of zones
   */
  static @Nullable NodeSelector of(PersistentVolume volume, String driverZone) {
    NodeSelector nodes = volume.requiredNodes();
    Names names = namesIn(volume);
    if (hasValues(nodes, names.zone())) {
      nodes = renamed(nodes, names.zone(), driverZone);
    } else {
      String label = volume.labels().get(names.zone());
      nodes = label == null ? nodes : withZones(nodes, driverZone, label);
    }
    return names.equals(BETA) && hasValues(nodes, BETA.region())
        ? renamed(nodes, BETA.region(), CURRENT.region())
        : nodes;
  }

  private static Names namesIn(PersistentVolume volume) {
    NodeSelector nodes = volume.requiredNodes();
    if (any(nodes, required -> required.key().equals(CURRENT.zone()))) {
      return CURRENT;
    }
    if (any(nodes, required -> required.key().equals(BETA.zone()))) {
      return BETA;
    }
    Labels labels = volume.labels();
    return !labels.has(CURRENT.zone()) && labels.has(BETA.zone()) ? BETA : CURRENT;
  }

  private static boolean hasValues(@Nullable NodeSelector nodes, String key) {
    return any(nodes, required -> required.key().equals(key) && !required.values().isEmpty());
  }

  private static boolean any(@Nullable NodeSelector nodes, Predicate<NodeRequirement> wanted) {
    return nodes != null
        && nodes.terms().stream()
            .anyMatch(term -> term.matchExpressions().stream().anyMatch(wanted));
  }

  private static @Nullable NodeSelector renamed(
      @Nullable NodeSelector nodes, String before, String after) {
    return nodes == null
        ? null
        : changed(
            nodes.terms(),
            expressions ->
                expressions.stream()
                    .map(
                        required ->
                            required.key().equals(before)
                                ? new NodeRequirement(after, required.operator(), required.values())
                                : required)
                    .toList());
  }

  private static @Nullable NodeSelector withZones(
      @Nullable NodeSelector nodes, String key, String label) {
    TreeSet<String> zones = new TreeSet<>();
    for (String zone : label.split(BETWEEN_ZONES, -1)) {
      zones.add(zone.strip());
    }
    zones.remove("");
    if (zones.isEmpty()) {
      return nodes;
    }
    NodeRequirement inZones = new NodeRequirement(key, "In", List.copyOf(zones));
    List<NodeSelectorTerm> terms =
        nodes == null || nodes.terms().isEmpty()
            ? List.of(NodeSelectorTerm.of(List.of(), List.of()))
            : nodes.terms();
    return changed(
        terms,
        expressions -> {
          List<NodeRequirement> more = new ArrayList<>(expressions);
          more.add(inZones);
          return more;
        });
  }

  private static NodeSelector changed(
      List<NodeSelectorTerm> terms, UnaryOperator<List<NodeRequirement>> change) {
    return NodeSelector.of(
        terms.stream()
            .map(
                term ->
                    NodeSelectorTerm.of(change.apply(term.matchExpressions()), term.matchFields()))
            .toList());
  }
}
