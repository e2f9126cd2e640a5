package dev.berth.sandbox.store;

import dev.berth.sandbox.objects.KubeObject;
import java.util.List;

/**
 * All objects of a kind as they were at one version, ordered by key.
 *
 * <p>Threading: immutable.
 *
 * @param version from which a watch carries on without a gap
 */
public record Listing(long version, List<KubeObject> objects) {
  public Listing {
    objects = List.copyOf(objects);
  }
}
