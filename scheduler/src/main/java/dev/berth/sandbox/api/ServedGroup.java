package dev.berth.sandbox.api;

import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is served of one API group, all of it in version {@code v1}.
 *
 * <p>Threading: immutable.
 *
 * @param name empty for the core group
 */
record ServedGroup(String name, List<ServedResource> resources) {
  ServedGroup {
    resources = List.copyOf(resources);
  }

  static List<ServedGroup> all() {
    Map<String, List<ServedResource>> groups = new LinkedHashMap<>();
    for (Kind kind : Kinds.all()) {
      groups.computeIfAbsent(kind.group(), g -> new ArrayList<>()).add(ServedResource.of(kind));
    }
    groups.computeIfAbsent("", g -> new ArrayList<>()).add(ServedResource.BINDINGS);
    for (ReviewKind kind : ReviewKind.ALL) {
      groups.computeIfAbsent(kind.group(), g -> new ArrayList<>()).add(ServedResource.of(kind));
    }
    List<ServedGroup> all = new ArrayList<>();
    groups.forEach((name, resources) -> all.add(new ServedGroup(name, resources)));
    return all;
  }

  boolean isCore() {
    return name.isEmpty();
  }

  String apiVersion() {
    return isCore() ? "v1" : name + "/v1";
  }

  String path() {
    return isCore() ? "/api/v1" : "/apis/" + name + "/v1";
  }
}
