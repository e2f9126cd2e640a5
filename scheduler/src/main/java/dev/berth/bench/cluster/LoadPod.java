package dev.berth.bench.cluster;

import dev.berth.bench.Extra;
import java.util.List;

/**
 * A pod that is ready to be made, with what must be there before it.
 *
 * <p>Threading: immutable.
 *
 * @param json its body
 */
record LoadPod(String namespace, String name, String json, List<Extra> before) {
  LoadPod {
    before = List.copyOf(before);
  }

  /** Where pods of its namespace are made. */
  String collection() {
    return "/api/v1/namespaces/" + namespace + "/pods";
  }
}
