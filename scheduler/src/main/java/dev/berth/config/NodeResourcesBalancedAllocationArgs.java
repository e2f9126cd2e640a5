package dev.berth.config;

import dev.berth.model.ResourceName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Arguments of NodeResourcesBalancedAllocation.
 *
 * <p>Threading: immutable.
 *
 * @param resources whose use is to be balanced; no weights, each once
 */
public record NodeResourcesBalancedAllocationArgs(List<ResourceName> resources)
    implements PluginArgs {
  public NodeResourcesBalancedAllocationArgs {
    resources = List.copyOf(resources);
  }

  static NodeResourcesBalancedAllocationArgs read(Fields fields) {
    List<ResourceName> resources =
        ResourceWeight.readAll(fields, 1).stream().map(ResourceWeight::resource).toList();
    Set<ResourceName> seen = new HashSet<>();
    for (int i = 0; i < resources.size(); i++) {
      if (!seen.add(resources.get(i))) {
        fields.problemAt(
            fields.elementPath("resources", i) + ".name",
            "is " + Fields.quote(resources.get(i).name()) + "; a resource can count once only");
      }
    }
    return new NodeResourcesBalancedAllocationArgs(resources);
  }
}
