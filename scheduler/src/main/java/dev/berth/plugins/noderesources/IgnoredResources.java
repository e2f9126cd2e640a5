package dev.berth.plugins.noderesources;

import dev.berth.config.NodeResourcesFitArgs;
import dev.berth.model.ResourceName;
import java.util.Set;

/**
 * Extended resources that somebody else looks after, by name or by what stands before the slash.
 *
 * <p>Threading: immutable.
 */
record IgnoredResources(Set<String> names, Set<String> groups) {

  static final IgnoredResources NONE = new IgnoredResources(Set.of(), Set.of());

  IgnoredResources {
    names = Set.copyOf(names);
    groups = Set.copyOf(groups);
  }

  static IgnoredResources of(NodeResourcesFitArgs args) {
    return new IgnoredResources(
        Set.copyOf(args.ignoredResources()), Set.copyOf(args.ignoredResourceGroups()));
  }

  boolean contains(ResourceName resource) {
    return resource.isExtended()
        && (names.contains(resource.name()) || groups.contains(resource.group()));
  }
}
