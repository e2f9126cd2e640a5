package dev.berth.kube.bind;

import dev.berth.model.ObjectKey;

/**
 * Where a ResourceClaim and its status are on the API server.
 *
 * <p>Threading: immutable.
 */
record ClaimPaths(ObjectKey key) {
  static String in(String namespace) {
    return "/apis/resource.k8s.io/v1/namespaces/" + namespace + "/resourceclaims";
  }

  String claim() {
    return in(key.namespace()) + "/" + key.name();
  }

  String status() {
    return claim() + "/status";
  }
}
