package dev.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.config.BerthConfig;
import dev.berth.config.ConfigLoader;
import dev.berth.cycle.BindingPool;
import dev.berth.cycle.CycleListener;
import dev.berth.cycle.CycleListeners;
import dev.berth.cycle.Listeners;
import dev.berth.cycle.Message;
import dev.berth.cycle.ObjectKind;
import dev.berth.extender.ExtenderPatience;
import dev.berth.extender.NodeKnowledge;
import dev.berth.framework.Binder;
import dev.berth.framework.NoClaimWriter;
import dev.berth.framework.NoVolumeWriter;
import dev.berth.framework.StatusWriter;
import dev.berth.kube.decode.NodeDecoder;
import dev.berth.kube.decode.PodDecoder;
import dev.berth.kube.decode.UndecodableObject;
import dev.berth.kube.decode.UnknownFieldListener;
import dev.berth.model.Interner;
import dev.berth.model.PodInfo;
import dev.berth.queue.QueueSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A whole facade at a real port, with a real loop behind it, and a test in the place of the API
 * server: it says which nodes and pods there are, and what comes of a binding.
 *
 * <p>Threading: any thread.
 */
final class FacadeBed implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /** As long as a request may take at all, or nearly: a machine may pause for longer than 4 s. */
  static final ExtenderPatience LONG_TURNS =
      new ExtenderPatience(Duration.ofSeconds(25), Duration.ZERO);

  private static final StatusWriter SILENT =
      new StatusWriter() {
        @Override
        public void notScheduled(
            PodInfo pod, Reason reason, String message, @Nullable String nominatedNode) {}

        @Override
        public void expectedNode(PodInfo pod, String nodeName) {}
      };

  private final Interner interner = new Interner();
  private final NodeDecoder nodes = new NodeDecoder(interner, UnknownFieldListener.NONE);
  private final PodDecoder pods = new PodDecoder(interner, UnknownFieldListener.NONE);
  private final SchedulerCore core;
  private final ExtenderPort port;

  /**
   * @param extender fields of {@code extender} beside its port
   */
  FacadeBed(String extender, Binder binder) {
    this(extender, binder, LONG_TURNS);
  }

  FacadeBed(String extender, Binder binder, ExtenderPatience patience) {
    this(extender, binder, patience, () -> {});
  }

  /**
   * @param first what the loop does before it learns anything
   */
  FacadeBed(String extender, Binder binder, ExtenderPatience patience, Runnable first) {
    BerthConfig config =
        ConfigLoader.parse(
            """
            apiVersion: berth.dev/v1alpha1
            kind: BerthConfiguration
            extender: {port: 0, %s}
            """
                .formatted(extender),
            "test");
    core =
        new SchedulerCore(
            config,
            QueueSettings.DEFAULTS.maxUnschedulable(),
            new SchedulerCore.Ports(
                binder, new NoVolumeWriter(), new NoClaimWriter(), SILENT, List.of(), () -> false),
            Listeners.of(new CycleListeners(List.<CycleListener>of())),
            new SplittableRandom(7),
            InstantSource.system(),
            BindingPool.STANDARD_GRACE);
    core.inbox().post(new Message.Question(first));
    for (ObjectKind kind : ObjectKind.values()) {
      core.inbox().post(new Message.ListComplete(kind));
    }
    core.start(_ -> {});
    port =
        ExtenderPort.open(
            config.own().extender(),
            Facade.routes(
                config,
                core.scheduler(),
                binder,
                NodeKnowledge.OF_THE_CLUSTER,
                patience,
                new Health().loop(core.watchdog())));
  }

  /** Without TLS, and nothing can be bound. */
  static FacadeBed plain() {
    return plain((pod, _) -> dev.berth.framework.Status.error("pod " + pod.key() + " stays"));
  }

  static FacadeBed plain(Binder binder) {
    return new FacadeBed("plainHTTP: true", binder);
  }

  // ---- the cluster -----------------------------------------------------------------------------

  /** The watch shows a node with so much CPU. */
  void node(String name, int milliCpu) {
    try {
      core.inbox()
          .post(new Message.NodeSeen(nodes.decode(nodeJson(name, milliCpu).getBytes(UTF_8))));
    } catch (UndecodableObject e) {
      throw new AssertionError(e);
    }
  }

  /** The watch shows a pod. */
  void pod(String json) {
    try {
      core.inbox().post(new Message.PodSeen(pods.decode(json.getBytes(UTF_8))));
    } catch (UndecodableObject e) {
      throw new AssertionError(e);
    }
  }

  static String nodeJson(String name, int milliCpu) {
    return "{\"metadata\":{\"name\":\"%s\"},\"status\":{\"allocatable\":{\"cpu\":\"%dm\",\"memory\":\"8Gi\",\"pods\":\"110\"}}}"
        .formatted(name, milliCpu);
  }

  /** With its name as uid. */
  static String podJson(String name, int milliCpu) {
    return podJson(name, name, milliCpu, "");
  }

  static String podJson(String name, String uid, int milliCpu, String node) {
    return """
    {"metadata":{"name":"%s","namespace":"shop","uid":"%s"},"spec":{"nodeName":"%s",\
    "containers":[{"name":"c","resources":{"requests":{"cpu":"%dm"}}}]}}\
    """
        .formatted(name, uid, node, milliCpu);
  }

  // ---- the loop --------------------------------------------------------------------------------

  /** What the loop's thread says, after everything that it was told before. */
  <T> T onLoop(Supplier<T> question) {
    try {
      return core.inbox().ask(question).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** Where the loop counts the pod; "" when nowhere. */
  String nodeOf(String uid) {
    return onLoop(
        () ->
            core.scheduler().known().nodes().stream()
                .flatMap(node -> node.pods().stream())
                .filter(pod -> pod.uid().equals(uid))
                .map(PodInfo::nodeName)
                .findAny()
                .orElse(""));
  }

  /** How much waits for the loop's next turn. */
  int waiting() {
    return core.inbox().depth();
  }

  /** Something to be run by the loop in its turn. */
  void tell(Runnable task) {
    core.inbox().post(new Message.Question(task));
  }

  // ---- the port --------------------------------------------------------------------------------

  int port() {
    return port.number();
  }

  /** A connection of its own. */
  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  FacadeClient client() {
    return new FacadeClient("http://127.0.0.1:" + port());
  }

  @Override
  public void close() {
    port.close();
    core.close();
  }
}
