package dev.berth.kube.bind;

import dev.berth.model.PodKey;

/**
 * Where a pod and its subresources are on the API server.
 *
 * <p>Threading: immutable.
 */
record PodPaths(PodKey key) {
  String pod() {
    return "/api/v1/namespaces/" + key.namespace() + "/pods/" + key.name();
  }

  String binding() {
    return pod() + "/binding";
  }

  String status() {
    return pod() + "/status";
  }
}
