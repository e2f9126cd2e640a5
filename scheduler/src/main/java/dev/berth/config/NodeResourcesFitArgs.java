package dev.berth.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arguments of NodeResourcesFit.
 *
 * <p>kube-scheduler finds mistakes in them only when it builds the plugin, which is fatal as well;
 * here they are found with all the others. Mirrors {@code ValidateNodeResourcesFitArgs} of {@code
 * apis/config/validation/validation_pluginargs.go}, Kubernetes 1.36.3.
 *
 * <p>Threading: immutable.
 *
 * @param ignoredResources extended resources that the filter does not look at
 * @param ignoredResourceGroups what stands before the slash of extended resources that the filter
 *     does not look at
 */
public record NodeResourcesFitArgs(
    List<String> ignoredResources,
    List<String> ignoredResourceGroups,
    ScoringStrategy scoringStrategy)
    implements PluginArgs {
  private static final String LEAST_ALLOCATED = "LeastAllocated";
  private static final String MOST_ALLOCATED = "MostAllocated";
  private static final String RATIO = "RequestedToCapacityRatio";
  private static final String RATIO_FIELD = "requestedToCapacityRatio";
  private static final int MAX_WEIGHT = 100;

  public NodeResourcesFitArgs {
    ignoredResources = List.copyOf(ignoredResources);
    ignoredResourceGroups = List.copyOf(ignoredResourceGroups);
  }

  static NodeResourcesFitArgs read(Fields fields) {
    List<String> resources = fields.texts("ignoredResources");
    for (int i = 0; i < resources.size(); i++) {
      checkName(fields.elementPath("ignoredResources", i), resources.get(i), fields);
    }
    List<String> groups = fields.texts("ignoredResourceGroups");
    for (int i = 0; i < groups.size(); i++) {
      checkGroup(fields.elementPath("ignoredResourceGroups", i), groups.get(i), fields);
    }
    ScoringStrategy strategy =
        fields.objectOrNull("scoringStrategy", NodeResourcesFitArgs::readStrategy);
    if (strategy == null) {
      strategy = new ScoringStrategy.LeastAllocated(ResourceWeight.CPU_AND_MEMORY);
    }
    return new NodeResourcesFitArgs(resources, groups, strategy);
  }

  NodeResourcesFitArgs ignoring(List<String> resources) {
    return new NodeResourcesFitArgs(resources, ignoredResourceGroups, scoringStrategy);
  }

  private static void checkGroup(String path, String group, Fields fields) {
    if (group.contains("/")) {
      fields.problemAt(
          path, "is " + Fields.quote(group) + "; a group is what stands before the slash");
    } else {
      checkName(path, group, fields);
    }
  }

  private static void checkName(String path, String name, Fields fields) {
    String allowed = QualifiedName.broken(name);
    if (allowed != null) {
      fields.problemAt(path, "is " + Fields.quote(name) + "; " + allowed);
    }
  }

  /** A strategy that is there has no default type, but default resources. */
  private static ScoringStrategy readStrategy(Fields fields) {
    List<String> types = List.of(LEAST_ALLOCATED, MOST_ALLOCATED, RATIO);
    String type = fields.oneOf("type", types);
    fields.mustBeThere("type", types);
    List<ResourceWeight> resources = ResourceWeight.readAll(fields, MAX_WEIGHT);
    List<ShapePoint> shape = readShape(fields, type);
    return switch (type) {
      case MOST_ALLOCATED -> new ScoringStrategy.MostAllocated(resources);
      case RATIO -> new ScoringStrategy.RequestedToCapacityRatio(resources, shape);
      case null, default -> new ScoringStrategy.LeastAllocated(resources);
    };
  }

  private static List<ShapePoint> readShape(Fields fields, @Nullable String type) {
    if (!fields.has(RATIO_FIELD)) {
      if (RATIO.equals(type)) {
        fields.problem(RATIO_FIELD, "is missing; the type " + RATIO + " needs it");
      }
      return List.of();
    }
    List<ShapePoint> shape = fields.object(RATIO_FIELD, ShapePoint::readAll);
    if (type != null && !type.equals(RATIO)) {
      fields.problem(RATIO_FIELD, "means nothing with the type " + type + "; remove it");
    }
    return shape;
  }
}
