package dev.berth.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.http.Reply;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.objects.StatusException;
import dev.berth.sandbox.patch.JsonPatch;
import dev.berth.sandbox.patch.MergePatch;
import dev.berth.sandbox.patch.StrategicMergePatch;
import dev.berth.sandbox.registry.Registry;
import dev.berth.sandbox.registry.Registry.DeleteOptions;
import dev.berth.sandbox.registry.Registry.Part;
import dev.berth.sandbox.registry.Registry.WriteOptions;
import dev.berth.sandbox.store.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Requests that change objects.
 *
 * <p>Mirrors {@code apiserver/pkg/endpoints/handlers} ({@code create.go}, {@code update.go}, {@code
 * patch.go}, {@code delete.go}) of Kubernetes 1.36.3. Threading: any thread.
 */
final class Writes {
  private static final String JSON_PATCH = "application/json-patch+json";
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final String STRATEGIC_PATCH = "application/strategic-merge-patch+json";
  private static final List<String> PATCHES = List.of(JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH);
  private static final Set<String> APPLY_PATCHES =
      Set.of("application/apply-patch+yaml", "application/apply-patch+cbor");

  /** Kinds of which a deletion is answered with what was deleted. */
  private static final Set<Kind> SHOWN_WHEN_DELETED =
      Set.of(Kinds.POD, Kinds.NAMESPACE, Kinds.SERVICE_ACCOUNT, Kinds.DEVICE_CLASS);

  /** Kinds of which an update makes an object that is not there. */
  private static final Set<Kind> MADE_BY_UPDATE =
      Set.of(Kinds.LEASE, Kinds.EVENT, Kinds.CORE_EVENT);

  private final Registry registry;

  Writes(Registry registry) {
    this.registry = registry;
  }

  Reply create(Kind kind, String namespace, Parameters query) {
    if (kind.namespaced() && namespace.isEmpty()) {
      throw Replies.methodNotAllowed();
    }
    ObjectNode body = Bodies.object(query.request(), kind);
    return Replies.object(201, registry.create(kind, namespace, body, options(query)));
  }

  Reply bind(ObjectKey pod, Parameters query) {
    registry.bind(pod, Bodies.object(query.request(), "v1", "Binding"), options(query));
    return Replies.success(201);
  }

  Reply bind(String namespace, Parameters query) {
    ObjectNode binding = Bodies.object(query.request(), "v1", "Binding");
    String pod = binding.path("metadata").path("name").asText();
    registry.bind(new ObjectKey(namespace, pod), binding, options(query));
    return Replies.success(201);
  }

  Reply review(String group, String plural, Parameters query) {
    ReviewKind kind = ReviewKind.served(group, plural);
    if (kind == null) {
      throw Replies.notFoundPath();
    }
    ObjectNode review = Bodies.object(query.request(), kind.apiVersion(), kind.name());
    return Replies.json(201, registry.review(review));
  }

  Reply update(Kind kind, ObjectKey key, Part part, Parameters query) {
    ObjectNode body = Bodies.object(query.request(), kind);
    WriteOptions options = options(query);
    try {
      return Replies.object(200, registry.update(kind, key, part, current -> body, options));
    } catch (StatusException refused) {
      if (refused.code() != 404 || part != Part.WHOLE || !MADE_BY_UPDATE.contains(kind)) {
        throw refused;
      }
      body.withObject("/metadata").remove("resourceVersion"); // of one that is gone
      return Replies.object(201, registry.create(kind, key.namespace(), body, options));
    }
  }

  Reply patch(Kind kind, ObjectKey key, Part part, Parameters query) {
    UnaryOperator<ObjectNode> change = change(kind, query);
    return Replies.object(200, registry.update(kind, key, part, change, options(query)));
  }

  private static UnaryOperator<ObjectNode> change(Kind kind, Parameters query) {
    String type = Bodies.mediaType(query.request());
    if (APPLY_PATCHES.contains(type)) {
      throw StatusException.of(
          415,
          "UnsupportedMediaType",
          "the sandbox has no server-side apply. Maybe kubectl apply without --server-side");
    }
    if (!PATCHES.contains(type)) {
      throw Bodies.unsupported(PATCHES);
    }
    JsonNode patch = Bodies.tree(query.request());
    return switch (type) {
      case JSON_PATCH -> current -> JsonPatch.apply(kind, current, patch);
      case MERGE_PATCH -> current -> MergePatch.apply(kind, current, patch);
      default -> current -> StrategicMergePatch.apply(kind, current, patch);
    };
  }

  Reply delete(Kind kind, ObjectKey key, Parameters query) {
    KubeObject left = registry.delete(kind, key, deleteOptions(query));
    return SHOWN_WHEN_DELETED.contains(kind) || isThere(kind, left)
        ? Replies.object(200, left)
        : Replies.deleted(kind, left);
  }

  private boolean isThere(Kind kind, KubeObject object) {
    KubeObject now = registry.find(kind, object.key());
    return now != null && now.uid().equals(object.uid());
  }

  /** Deletes one after the other; somebody else may be quicker with some of them. */
  Reply deleteAll(Kind kind, Listing selected, Parameters query) {
    if (kind.equals(Kinds.NAMESPACE) || (kind.namespaced() && namespaceMissing(query))) {
      throw Replies.methodNotAllowed();
    }
    DeleteOptions options = deleteOptions(query);
    List<KubeObject> deleted = new ArrayList<>();
    for (KubeObject object : selected.objects()) {
      try {
        registry.delete(kind, object.key(), options);
        deleted.add(object);
      } catch (StatusException refused) {
        if (refused.code() != 404) {
          throw refused;
        }
      }
    }
    return Lists.ofDeleted(kind, selected.version(), deleted);
  }

  private static boolean namespaceMissing(Parameters query) {
    return !query.request().path().contains("/namespaces/");
  }

  private static WriteOptions options(Parameters query) {
    return new WriteOptions(isDryRun(query.text("dryRun")));
  }

  private static boolean isDryRun(String asked) {
    if (!asked.isEmpty() && !asked.equals("All")) {
      throw StatusException.badRequest(
          "dryRun: Unsupported value: [\"%s\"]: supported values: \"All\"".formatted(asked));
    }
    return asked.equals("All");
  }

  /** From the body, or from the query where there is none. */
  private static DeleteOptions deleteOptions(Parameters query) {
    JsonNode body =
        query.request().body().length == 0 ? Json.object() : Bodies.object(query.request());
    JsonNode only = body.path("preconditions");
    JsonNode grace = body.path("gracePeriodSeconds");
    boolean dryRun =
        isDryRun(query.text("dryRun")) || isDryRun(body.path("dryRun").path(0).asText());
    return new DeleteOptions(
        grace.isIntegralNumber()
            ? Long.valueOf(grace.asLong())
            : query.number("gracePeriodSeconds"),
        textOrNull(only.path("uid")),
        textOrNull(only.path("resourceVersion")),
        dryRun);
  }

  private static @Nullable String textOrNull(JsonNode node) {
    return node.isTextual() ? node.asText() : null;
  }
}
