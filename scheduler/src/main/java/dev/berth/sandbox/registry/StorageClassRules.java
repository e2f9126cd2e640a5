package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The rules of storage classes: their defaults.
 *
 * <p>Mirrors {@code SetDefaults_StorageClass}, pkg/apis/storage/v1/defaults.go, Kubernetes 1.36.3.
 * Threading: immutable.
 */
record StorageClassRules() implements KindRules {
  @Override
  public Names.Form names() {
    return Names.Form.SUBDOMAIN;
  }

  @Override
  public void complete(ObjectNode tree) {
    if (!tree.hasNonNull("reclaimPolicy")) {
      tree.put("reclaimPolicy", "Delete");
    }
    if (!tree.hasNonNull("volumeBindingMode")) {
      tree.put("volumeBindingMode", "Immediate");
    }
  }
}
