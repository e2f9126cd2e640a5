package dev.berth.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a listener serves: handlers by path and method. An exact path wins over prefixes, the
 * longest prefix over shorter ones. {@code GET} answers {@code HEAD} too.
 *
 * <p>Threading: immutable.
 */
public final class Routes {

  /** What is mounted at one path. */
  sealed interface Match {
    record Found(RouteHandler handler) implements Match {}

    /** The path is served, but not with this method. */
    record WrongMethod(String allowed) implements Match {}

    record Nothing() implements Match {}
  }

  private final Map<String, Map<String, RouteHandler>> exact;
  private final SortedMap<String, Map<String, RouteHandler>> prefixes;

  private Routes(Builder builder) {
    this.exact = Map.copyOf(builder.exact);
    this.prefixes = new TreeMap<>(builder.prefixes);
  }

  public static Builder builder() {
    return new Builder();
  }

  Match find(String method, String path) {
    Map<String, RouteHandler> methods = exact.get(path);
    if (methods == null) {
      methods = below(path);
    }
    if (methods == null) {
      return new Match.Nothing();
    }
    RouteHandler handler = methods.get(method.equals("HEAD") ? "GET" : method);
    return handler == null ? new Match.WrongMethod(allowed(methods)) : new Match.Found(handler);
  }

  private @Nullable Map<String, RouteHandler> below(String path) {
    for (int slash = path.lastIndexOf('/'); slash >= 0; slash = path.lastIndexOf('/', slash - 1)) {
      Map<String, RouteHandler> methods = prefixes.get(path.substring(0, slash + 1));
      if (methods != null) {
        return methods;
      }
    }
    return null;
  }

  private static String allowed(Map<String, RouteHandler> methods) {
    TreeSet<String> names = new TreeSet<>(methods.keySet());
    if (names.contains("GET")) {
      names.add("HEAD");
    }
    return String.join(", ", names);
  }

  /** Collects routes. Threading: one thread. */
  public static final class Builder {
    private final Map<String, Map<String, RouteHandler>> exact = new LinkedHashMap<>();
    private final Map<String, Map<String, RouteHandler>> prefixes = new LinkedHashMap<>();

    private Builder() {}

    /** Mounts a handler at that path alone. */
    public Builder exact(String method, String path, RouteHandler handler) {
      return mount(exact, method, path, handler);
    }

    /**
     * Mounts a handler at every path that begins so.
     *
     * @param prefix ends with a slash
     */
    public Builder prefix(String method, String prefix, RouteHandler handler) {
      if (!prefix.endsWith("/")) {
        throw new IllegalArgumentException(
            "prefix is " + prefix + ". Maybe " + prefix + "/, or an exact path.");
      }
      return mount(prefixes, method, prefix, handler);
    }

    private Builder mount(
        Map<String, Map<String, RouteHandler>> where,
        String method,
        String path,
        RouteHandler handler) {
      if (!path.startsWith("/")) {
        throw new IllegalArgumentException("path is " + path + ". Maybe /" + path + ".");
      }
      if (where.computeIfAbsent(path, p -> new LinkedHashMap<>()).put(method, handler) != null) {
        throw new IllegalArgumentException(
            method + " " + path + " is mounted twice. Maybe one of the two has another path.");
      }
      return this;
    }

    public Routes build() {
      return new Routes(this);
    }
  }
}
