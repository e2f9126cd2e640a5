package dev.berth.sandbox.store;

import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import java.util.function.UnaryOperator;

/** Small objects for tests of the store. */
final class Things {
  private Things() {}

  static KubeObject thing(Kind kind, ObjectKey key, long value) {
    var tree = Json.object();
    tree.putObject("metadata").put("namespace", key.namespace()).put("name", key.name());
    tree.put("value", value);
    return KubeObject.of(kind, tree);
  }

  static UnaryOperator<KubeObject> setTo(long value) {
    return current -> current.with(tree -> tree.put("value", value));
  }

  static UnaryOperator<KubeObject> addOne() {
    return current -> current.with(tree -> tree.put("value", tree.path("value").asLong() + 1));
  }

  static long value(KubeObject thing) {
    return thing.tree().path("value").asLong();
  }
}
