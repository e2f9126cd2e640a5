package dev.berth.sandbox;

import dev.berth.http.AccessGate;
import dev.berth.http.HttpListener;
import dev.berth.http.Limits;
import dev.berth.http.ListenerSettings;
import dev.berth.http.RouteHandler;
import dev.berth.http.Routes;
import dev.berth.http.Transport;
import dev.berth.sandbox.api.ApiServer;
import dev.berth.sandbox.fault.Faults;
import dev.berth.sandbox.registry.Registry;
import dev.berth.sandbox.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;

/**
 * An API server at work in this process, on a port of the loopback address that is open to
 * everybody on this machine.
 *
 * <p>Threading: any thread.
 */
public final class Sandbox implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

  /**
   * What it is made with.
   *
   * @param port 0 for one that is free
   * @param window how many changes of each kind a watch can go back
   * @param betweenBookmarks how often a watch that wants them is told where it is
   */
  public record Settings(
      int port,
      int window,
      Duration betweenBookmarks,
      InstantSource clock,
      SplittableRandom random) {
    /** Some minutes of a busy cluster: a watch that falls out of it has to list again. */
    private static final int STANDARD_WINDOW = 50_000;

    /** {@code bookmarkFrequency} of {@code apiserver/pkg/storage/cacher/cacher.go}. */
    private static final Duration STANDARD_BETWEEN_BOOKMARKS = Duration.ofMinutes(1);

    /** With bookmarks as often as kube-apiserver sends them. */
    public Settings(int port, int window, InstantSource clock, SplittableRandom random) {
      this(port, window, STANDARD_BETWEEN_BOOKMARKS, clock, random);
    }

    /** On a free port. */
    public static Settings standard() {
      return new Settings(0, STANDARD_WINDOW, InstantSource.system(), new SplittableRandom());
    }
  }

  private final ObjectStore store;
  private final Registry registry;
  private final Faults faults;
  private final HttpListener listener;

  private Sandbox(Settings settings) throws IOException {
    store = new ObjectStore(settings.window());
    registry = new Registry(store, settings.clock(), settings.random().split());
    ApiServer api =
        new ApiServer(
            registry, settings.clock(), settings.random().split(), settings.betweenBookmarks());
    faults = new Faults(settings.random().split());
    RouteHandler wire = faults.around(api);
    Routes.Builder routes = Routes.builder();
    METHODS.forEach(method -> routes.prefix(method, "/", wire));
    listener =
        HttpListener.start(
            new ListenerSettings(
                LOOPBACK, settings.port(), new Transport.Plain(), Limits.LOCAL_API),
            AccessGate.openToAll(),
            routes.build());
  }

  /**
   * Starts one, with nothing in it but what every cluster has.
   *
   * @throws IOException when the port cannot be opened
   */
  public static Sandbox start(Settings settings) throws IOException {
    return new Sandbox(settings);
  }

  /** The way to its objects without HTTP. */
  public Registry registry() {
    return registry;
  }

  /** What is kept; tests make it forget. */
  public ObjectStore store() {
    return store;
  }

  /** What goes wrong between it and its callers: nothing until somebody puts it in. */
  public Faults faults() {
    return faults;
  }

  /** {@code http://127.0.0.1:PORT}. */
  public String url() {
    return "http://" + LOOPBACK + ":" + listener.port();
  }

  /**
   * What kubectl and a scheduler need to come in. There is nothing secret in it: the token only
   * says to others, such as a scheduler's own port, that its bearer is somebody.
   */
  public void writeKubeconfig(Path file) throws IOException {
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        clusters:
        - name: berth-sandbox
          cluster:
            server: %s
        contexts:
        - name: berth-sandbox
          context:
            cluster: berth-sandbox
            user: berth-sandbox
        current-context: berth-sandbox
        users:
        - name: berth-sandbox
          user: {token: sandbox}
        """
            .formatted(url()));
  }

  /** Ends all watches and closes the port. */
  @Override
  public void close() {
    listener.close();
  }
}
