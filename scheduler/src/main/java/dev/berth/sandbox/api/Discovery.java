package dev.berth.sandbox.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.http.Reply;
import dev.berth.sandbox.objects.Json;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is served where, as clients ask before anything else: one document for each group, or all of
 * it in one. The forms are those of {@code apidiscovery.k8s.io/v2} and {@code meta/v1} of
 * Kubernetes 1.36.3.
 *
 * <p>Threading: immutable.
 */
final class Discovery {
  private static final Set<Form> AT_ROOTS = Set.of(Form.OBJECT, Form.DISCOVERY);
  private static final Set<Form> ELSEWHERE = Set.of(Form.OBJECT);

  private final List<ServedGroup> groups = ServedGroup.all();

  /** The document at a path, or null when that is none of discovery. */
  @Nullable Reply at(String path, String accept) {
    return switch (path) {
      case "/api", "/api/" ->
          Form.accepted(accept, AT_ROOTS) == Form.DISCOVERY ? aggregated(true) : versions();
      case "/apis", "/apis/" ->
          Form.accepted(accept, AT_ROOTS) == Form.DISCOVERY ? aggregated(false) : groupList();
      default -> ofGroup(path.endsWith("/") ? path.substring(0, path.length() - 1) : path, accept);
    };
  }

  private @Nullable Reply ofGroup(String path, String accept) {
    for (ServedGroup group : groups) {
      boolean ofVersion = path.equals(group.path());
      if (ofVersion || (!group.isCore() && path.equals("/apis/" + group.name()))) {
        Form.accepted(accept, ELSEWHERE);
        return Replies.json(200, ofVersion ? resources(group) : group(group, "APIGroup"));
      }
    }
    return null;
  }

  private static Reply versions() {
    ObjectNode versions = Json.object().put("kind", "APIVersions");
    versions.putArray("versions").add("v1");
    versions
        .putArray("serverAddressByClientCIDRs")
        .addObject()
        .put("clientCIDR", "0.0.0.0/0")
        .put("serverAddress", "127.0.0.1");
    return Replies.json(200, versions);
  }

  private Reply groupList() {
    ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode all = list.putArray("groups");
    groups.stream().filter(group -> !group.isCore()).forEach(group -> all.add(group(group, "")));
    return Replies.json(200, list);
  }

  private static ObjectNode group(ServedGroup group, String kind) {
    ObjectNode node = Json.object();
    if (!kind.isEmpty()) {
      node.put("kind", kind).put("apiVersion", "v1");
    }
    node.put("name", group.name());
    node.putArray("versions").add(version(group));
    node.set("preferredVersion", version(group));
    return node;
  }

  private static ObjectNode version(ServedGroup group) {
    return Json.object().put("groupVersion", group.apiVersion()).put("version", "v1");
  }

  private static ObjectNode resources(ServedGroup group) {
    ObjectNode list =
        Json.object()
            .put("kind", "APIResourceList")
            .put("apiVersion", "v1")
            .put("groupVersion", group.apiVersion());
    ArrayNode all = list.putArray("resources");
    for (ServedResource resource : group.resources()) {
      all.add(resource.described());
      resource.subresources().forEach(sub -> all.add(sub.described(resource)));
    }
    return list;
  }

  private Reply aggregated(boolean core) {
    ObjectNode list =
        Json.object()
            .put("kind", "APIGroupDiscoveryList")
            .put("apiVersion", "apidiscovery.k8s.io/v2");
    list.putObject("metadata");
    ArrayNode items = list.putArray("items");
    groups.stream()
        .filter(group -> group.isCore() == core)
        .forEach(group -> addAggregated(items.addObject(), group));
    return Reply.of(200, Form.DISCOVERY.contentType(), Json.bytes(list));
  }

  private static void addAggregated(ObjectNode item, ServedGroup group) {
    ObjectNode metadata = item.putObject("metadata");
    if (!group.isCore()) {
      metadata.put("name", group.name());
    }
    ObjectNode version =
        item.putArray("versions").addObject().put("version", "v1").put("freshness", "Current");
    ArrayNode resources = version.putArray("resources");
    group.resources().forEach(resource -> resources.add(resource.aggregated(group)));
  }
}
