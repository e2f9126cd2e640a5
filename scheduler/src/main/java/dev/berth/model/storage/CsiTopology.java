package dev.berth.model.storage;

import dev.berth.model.NodeRequirement;
import dev.berth.model.NodeSelector;
import dev.berth.model.NodeSelectorTerm;
import dev.berth.model.VolumeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of an in-tree volume in the terms of the CSI driver that serves it: the driver's own
 * label in place of that of the zone.
 *
 * <p>Mirrors {@code translateTopologyFromInTreeToCSI}, csi-translation-lib/plugins/
 * in_tree_volume.go, Kubernetes 1.36.3. Threading: any thread.
 */
final class CsiTopology {
  private static final String ZONE_BETA = "failure-domain.beta.kubernetes.io/zone";
  private static final String REGION_BETA = "failure-domain.beta.kubernetes.io/region";
  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final String REGION = "topology.kubernetes.io/region";

  private CsiTopology() {}

  /** What {@link PersistentVolume#requiredNodes} of the translated volume is. */
  static @Nullable NodeSelector translate(PersistentVolume volume, VolumeSource.Disk disk) {
    String driverLabel = driverLabel(disk);
    return driverLabel == null
        ? volume.requiredNodes()
        : translate(volume, volume.requiredNodes(), driverLabel);
  }

  private static @Nullable String driverLabel(VolumeSource.Disk disk) {
    return switch (disk) {
      case VolumeSource.GcePersistentDisk _ -> "topology.gke.io/zone";
      case VolumeSource.AwsElasticBlockStore _ -> "topology.ebs.csi.aws.com/zone";
      case VolumeSource.Cinder _ -> "topology.cinder.csi.openstack.org/zone";
      case VolumeSource.AzureDisk _, VolumeSource.Portworx _ -> null;
    };
  }

  private static @Nullable NodeSelector translate(
      PersistentVolume volume, @Nullable NodeSelector nodes, String driverLabel) {
    boolean beta = usesBetaLabels(volume, nodes);
    String zoneLabel = beta ? ZONE_BETA : ZONE;
    String labelled = volume.labels().get(zoneLabel);
    NodeSelector translated = nodes;
    if (hasValues(nodes, zoneLabel)) {
      translated = renamed(nodes, zoneLabel, driverLabel);
    } else if (labelled != null) {
      translated = narrowed(nodes, driverLabel, zones(labelled));
    }
    return beta && hasValues(translated, REGION_BETA)
        ? renamed(translated, REGION_BETA, REGION)
        : translated;
  }

  private static boolean usesBetaLabels(PersistentVolume volume, @Nullable NodeSelector nodes) {
    if (mentions(nodes, ZONE)) {
      return false;
    }
    return mentions(nodes, ZONE_BETA)
        || (!volume.labels().has(ZONE) && volume.labels().has(ZONE_BETA));
  }

  private static boolean mentions(@Nullable NodeSelector nodes, String label) {
    return nodes != null
        && nodes.terms().stream()
            .flatMap(term -> term.matchExpressions().stream())
            .anyMatch(expression -> expression.key().equals(label));
  }

  private static boolean hasValues(@Nullable NodeSelector nodes, String label) {
    return nodes != null
        && nodes.terms().stream()
            .flatMap(term -> term.matchExpressions().stream())
            .anyMatch(e -> e.key().equals(label) && !e.values().isEmpty());
  }

  private static @Nullable NodeSelector renamed(
      @Nullable NodeSelector nodes, String before, String after) {
    if (nodes == null) {
      return null;
    }
    List<NodeSelectorTerm> terms = new ArrayList<>();
    for (NodeSelectorTerm term : nodes.terms()) {
      List<NodeRequirement> expressions = new ArrayList<>();
      for (NodeRequirement expression : term.matchExpressions()) {
        expressions.add(
            expression.key().equals(before)
                ? new NodeRequirement(after, expression.operator(), expression.values())
                : expression);
      }
      terms.add(NodeSelectorTerm.of(expressions, term.matchFields()));
    }
    return NodeSelector.of(terms);
  }

  private static @Nullable NodeSelector narrowed(
      @Nullable NodeSelector nodes, String label, Set<String> values) {
    if (values.isEmpty()) {
      return nodes;
    }
    NodeRequirement more = new NodeRequirement(label, "In", List.copyOf(values));
    if (nodes == null || nodes.terms().isEmpty()) {
      return NodeSelector.of(List.of(NodeSelectorTerm.of(List.of(more), List.of())));
    }
    List<NodeSelectorTerm> terms = new ArrayList<>();
    for (NodeSelectorTerm term : nodes.terms()) {
      List<NodeRequirement> expressions = new ArrayList<>(term.matchExpressions());
      expressions.add(more);
      terms.add(NodeSelectorTerm.of(expressions, term.matchFields()));
    }
    return NodeSelector.of(terms);
  }

  /** Of a label like {@code a__b}, sorted; blank ones do not count. */
  private static Set<String> zones(String label) {
    Set<String> zones = new TreeSet<>();
    for (String zone : label.split("__", -1)) {
      if (!zone.isBlank()) {
        zones.add(zone.strip());
      }
    }
    return new LinkedHashSet<>(zones);
  }
}
