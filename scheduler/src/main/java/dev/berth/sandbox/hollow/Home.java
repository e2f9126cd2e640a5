package dev.berth.sandbox.hollow;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A name of a node and what lives there; the node itself may be missing.
 *
 * <p>Threading: the thread of the kubelets only.
 */
final class Home {
  final Room room = new Room();
  final Map<String, Resident> residents = new LinkedHashMap<>();
  boolean exists;

  /** Null when the node is missing, or says something that cannot be read. */
  @Nullable NodeFacts facts;
}
