package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.registry.Registry.Part;

/**
 * The rules of kinds without any of their own, like service accounts and device classes.
 *
 * <p>Threading: immutable.
 *
 * @param generations whether versions of the spec are counted
 */
record PlainRules(boolean generations) implements KindRules {
  @Override
  public Names.Form names() {
    return Names.Form.SUBDOMAIN;
  }

  @Override
  public void prepare(ObjectNode created) {
    if (generations) {
      Metadata.of(created).put("generation", 1);
    }
  }

  @Override
  public void prepareUpdate(ObjectNode wish, ObjectNode current, Part part) {
    if (generations) {
      Metadata.countChange(wish, current);
    }
  }
}
