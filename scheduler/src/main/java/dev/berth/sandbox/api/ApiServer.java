package dev.berth.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.http.Answer;
import dev.berth.http.IncomingRequest;
import dev.berth.http.Reply;
import dev.berth.http.RouteHandler;
import dev.berth.http.StreamedReply;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.objects.StatusException;
import dev.berth.sandbox.registry.Registry;
import dev.berth.sandbox.registry.Registry.Part;
import dev.berth.sandbox.table.IncludeObject;
import dev.berth.sandbox.table.Tables;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP side of an API server: what each path and verb means, to the registry and back.
 *
 * <p>Threading: any thread; {@code random} is guarded by itself.
 */
public final class ApiServer implements RouteHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
  private static final Set<String> HEALTH = Set.of("/healthz", "/livez", "/readyz");
  private static final Set<Form> OF_OBJECTS = Set.of(Form.OBJECT, Form.TABLE, Form.METADATA);
  private static final Set<Form> PLAIN = Set.of(Form.OBJECT);
  private static final Duration SHORTEST_WATCH = Duration.ofMinutes(30);

  private final Registry registry;
  private final InstantSource clock;
  private final SplittableRandom random;
  private final Duration betweenBookmarks;
  private final Lists lists;
  private final Writes writes;
  private final Discovery discovery = new Discovery();
  private final OpenApi openApi = new OpenApi();

  /**
   * @param random of the lengths of watches; not used elsewhere afterwards
   */
  public ApiServer(
      Registry registry, InstantSource clock, SplittableRandom random, Duration betweenBookmarks) {
    this.registry = registry;
    this.clock = clock;
    this.random = random;
    this.betweenBookmarks = betweenBookmarks;
    this.lists = new Lists(registry, clock);
    this.writes = new Writes(registry);
  }

  /** Serves every path. */
  @Override
  public Answer handle(IncomingRequest request) throws InterruptedException {
    try {
      Reply known = new Parameters(request).verb().equals("GET") ? fixed(request) : null;
      return known == null ? ofObjects(request) : known;
    } catch (StatusException refused) {
      return Replies.refusal(refused);
    } catch (RuntimeException unforeseen) {
      LOG.error("{} {} failed", request.method(), request.path(), unforeseen);
      return Replies.refusal(
          StatusException.of(500, "InternalError", "Internal error occurred: " + unforeseen));
    }
  }

  /** What does not depend on objects; null for another path. */
  private @Nullable Reply fixed(IncomingRequest request) {
    String path = request.path();
    if (HEALTH.contains(path)) {
      return Reply.text(200, "ok");
    }
    if (path.equals("/version")) {
      return Replies.json(200, ServerVersion.json());
    }
    Reply api = openApi.at(path);
    return api == null ? discovery.at(path, request.header("Accept")) : api;
  }

  private Answer ofObjects(IncomingRequest request) throws InterruptedException {
    Parameters query = new Parameters(request);
    return switch (ApiPath.parse(request.path())) {
      case ApiPath.Collection(Kind kind, String namespace) -> collection(kind, namespace, query);
      case ApiPath.Item(Kind kind, ObjectKey key) -> item(kind, key, query);
      case ApiPath.Subresource(Kind kind, ObjectKey key, String name) ->
          subresource(kind, key, name, query);
      case ApiPath.Bindings(String namespace) -> {
        requirePost(query);
        yield writes.bind(namespace, query);
      }
      case ApiPath.Review(String group, String plural) -> {
        requirePost(query);
        yield writes.review(group, plural, query);
      }
      case ApiPath.Unknown _ -> throw Replies.notFoundPath();
    };
  }

  private static void requirePost(Parameters query) {
    plain(query);
    if (!query.verb().equals("POST")) {
      throw Replies.methodNotAllowed();
    }
  }

  /** Whoever asks must take JSON. */
  private static void plain(Parameters query) {
    Form.accepted(query.request().header("Accept"), PLAIN);
  }

  private Answer collection(Kind kind, String namespace, Parameters query)
      throws InterruptedException {
    return switch (query.verb()) {
      case "GET" -> {
        Form form = Form.accepted(query.request().header("Accept"), OF_OBJECTS);
        Selection selection = selection(kind, namespace, query);
        yield query.flag("watch")
            ? watch(WatchRequest.of(kind, selection, form, query, this::standardLength), query)
            : lists.list(kind, selection, form, query);
      }
      case "POST" -> {
        plain(query);
        yield writes.create(kind, namespace, query);
      }
      case "DELETE" -> {
        plain(query);
        Selection selection = selection(kind, namespace, query);
        yield writes.deleteAll(kind, lists.all(kind, selection), query);
      }
      default -> throw Replies.methodNotAllowed();
    };
  }

  private static Selection selection(Kind kind, String namespace, Parameters query) {
    return new Selection(
        namespace,
        LabelSelector.parse(query.text("labelSelector")),
        FieldSelector.parse(kind, query.text("fieldSelector")));
  }

  private Answer watch(WatchRequest request, Parameters query) {
    IncludeObject include = IncludeObject.of(query.text("includeObject"));
    return new StreamedReply(
        200, Replies.JSON, new WatchStream(registry, request, include, clock, betweenBookmarks));
  }

  /** Between one and two of {@link #SHORTEST_WATCH}, so that not all clients come back at once. */
  private Duration standardLength() {
    synchronized (random) {
      return SHORTEST_WATCH.plusMillis(random.nextLong(SHORTEST_WATCH.toMillis()));
    }
  }

  private Answer item(Kind kind, ObjectKey key, Parameters query) {
    if (query.verb().equals("GET")) {
      return one(registry.get(kind, key), query);
    }
    plain(query);
    return switch (query.verb()) {
      case "PUT" -> writes.update(kind, key, Part.WHOLE, query);
      case "PATCH" -> writes.patch(kind, key, Part.WHOLE, query);
      case "DELETE" -> writes.delete(kind, key, query);
      default -> throw Replies.methodNotAllowed();
    };
  }

  private Reply one(KubeObject object, Parameters query) {
    return switch (Form.accepted(query.request().header("Accept"), OF_OBJECTS)) {
      case OBJECT, DISCOVERY -> Replies.object(200, object);
      case METADATA -> Reply.of(200, Replies.JSON, Partial.of(object));
      case TABLE -> {
        IncludeObject include = IncludeObject.of(query.text("includeObject"));
        ObjectNode table = Tables.of(object.kind(), List.of(object), include, clock);
        table.withObject("/metadata").put("resourceVersion", Long.toString(object.version()));
        yield Replies.json(200, table);
      }
    };
  }

  private Answer subresource(Kind kind, ObjectKey key, String name, Parameters query) {
    if (!kind.subresources().contains(name)) {
      throw notServed(kind, key, name);
    }
    String method = query.verb();
    if (name.equals("binding")) {
      requirePost(query);
      return writes.bind(key, query);
    }
    return switch (method) {
      case "GET" -> one(registry.get(kind, key), query);
      case "PUT" -> writes.update(kind, key, Part.STATUS, query);
      case "PATCH" -> writes.patch(kind, key, Part.STATUS, query);
      default -> throw Replies.methodNotAllowed();
    };
  }

  private StatusException notServed(Kind kind, ObjectKey key, String name) {
    registry.get(kind, key);
    return kind.equals(Kinds.POD) && OF_CONTAINERS.contains(name)
        ? StatusException.of(
            501, "NotImplemented", "the sandbox runs no containers, so it has no pods/" + name)
        : Replies.notFoundPath();
  }

  private static final Set<String> OF_CONTAINERS =
      Set.of("log", "exec", "attach", "portforward", "proxy", "ephemeralcontainers", "eviction");

  /** What a client learns of this server. Threading: immutable. */
  private static final class ServerVersion {
    private static ObjectNode json() {
      return Json.object()
          .put("major", "1")
          .put("minor", "36")
          .put("gitVersion", "v1.36.3")
          .put("gitCommit", "berth-sandbox")
          .put("gitTreeState", "clean")
          .put("buildDate", "1970-01-01T00:00:00Z")
          .put("goVersion", "none")
          .put("compiler", "javac")
          .put("platform", "jvm");
    }
  }
}
