package dev.berth.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.KubeObject;

/** An object reduced to its metadata. Threading: immutable. */
final class Partial {
  private Partial() {}

  static byte[] of(KubeObject object) {
    ObjectNode partial =
        Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
    partial.set("metadata", object.tree().path("metadata"));
    return Json.bytes(partial);
  }
}
