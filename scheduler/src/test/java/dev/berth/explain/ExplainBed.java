package dev.berth.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.config.BerthConfig;
import dev.berth.config.ConfigLoader;
import dev.berth.cycle.BindingPool;
import dev.berth.cycle.Inbox;
import dev.berth.cycle.Message;
import dev.berth.cycle.ObjectKind;
import dev.berth.cycle.Scheduler;
import dev.berth.cycle.SchedulerAssembly;
import dev.berth.framework.Binder;
import dev.berth.framework.CycleState;
import dev.berth.framework.PermitPlugin;
import dev.berth.framework.ProfilePlugins;
import dev.berth.framework.Status;
import dev.berth.framework.StatusWriter;
import dev.berth.http.AccessGate;
import dev.berth.http.HttpListener;
import dev.berth.http.Limits;
import dev.berth.http.ListenerSettings;
import dev.berth.http.Routes;
import dev.berth.http.Transport;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.pipeline.EvaluationMode;
import dev.berth.pipeline.Recording;
import dev.berth.pipeline.TieBreak;
import dev.berth.plugins.InTreeRegistry;
import dev.berth.plugins.Make;
import dev.berth.plugins.PluginAssembly;
import dev.berth.queue.QueueSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler with the default profile, turned by hand, and a listener on loopback that explains
 * its decisions.
 *
 * <p>Threading: one thread turns; the listener has its own.
 */
final class ExplainBed implements AutoCloseable {
  static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  static final Duration LONG = Duration.ofSeconds(20);

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final InstantSource clock = now::get;
  private final Inbox inbox = new Inbox();
  private final BindingPool bindings = new BindingPool(4, inbox);
  private final ScriptedBinder binder = new ScriptedBinder();
  private final DecisionStore decisions;
  private final Scheduler scheduler;
  private final HttpListener listener;
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicReference<Replica> replica = new AtomicReference<>(Replica.alone("me_1"));
  private long versions;

  /** Binds what it is told to. */
  private static final class ScriptedBinder implements Binder {
    private volatile CompletableFuture<Status> reply =
        CompletableFuture.completedFuture(Status.success());

    @Override
    public Status bind(PodInfo pod, String nodeName) throws InterruptedException {
      try {
        return reply.get();
      } catch (ExecutionException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static final class NoWrites implements StatusWriter {
    @Override
    public void notScheduled(
        PodInfo pod, Reason reason, String message, @Nullable String nominatedNode) {}

    @Override
    public void expectedNode(PodInfo pod, String nodeName) {}
  }

  /** Holds the pods of that name. */
  private record Holding(String pod) implements PermitPlugin {
    @Override
    public String name() {
      return "Holding";
    }

    @Override
    public Status permit(CycleState state, PodInfo info, String nodeName) {
      return info.key().name().equals(pod)
          ? Status.waiting(Duration.ofMinutes(1))
          : Status.success();
    }
  }

  static ExplainBed start() {
    return new ExplainBed(LONG, 1 << 20, EnumSet.noneOf(ObjectKind.class));
  }

  /**
   * A bed.
   *
   * @param patience how long a question waits for the loop
   */
  ExplainBed(Duration patience, long storeBytes, Set<ObjectKind> waitFor) {
    decisions = new DecisionStore(4096, storeBytes);
    scheduler = assemble(waitFor);
    Routes.Builder routes = Routes.builder();
    new ExplainRoutes(
            new PodQuestions(decisions, scheduler, patience),
            List.of("berth"),
            () -> Objects.requireNonNull(replica.get()),
            clock)
        .mount(routes);
    try {
      listener =
          HttpListener.start(
              new ListenerSettings("127.0.0.1", 0, new Transport.Plain(), Limits.STANDARD),
              AccessGate.openToAll(),
              routes.build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Scheduler assemble(Set<ObjectKind> waitFor) {
    SchedulerAssembly assembly = new SchedulerAssembly(clock, new SplittableRandom(1), binder);
    BerthConfig config = ConfigLoader.defaults();
    ProfilePlugins all =
        PluginAssembly.assemble(
            config.profiles().getFirst(), InTreeRegistry.get(), assembly.context("berth"));
    ProfilePlugins.Commitment usual = all.commitment();
    ProfilePlugins profile =
        new ProfilePlugins(
            all.profile(),
            all.percentageOfNodesToScore(),
            all.preEnqueue(),
            all.queueSort(),
            all.placement(),
            new ProfilePlugins.Commitment(
                usual.reserve(),
                List.of(new Holding("held")),
                usual.preBind(),
                usual.bind(),
                usual.postBind()),
            all.registrations());
    return assembly.assemble(
        List.of(profile),
        QueueSettings.DEFAULTS,
        new SchedulerAssembly.Decisions(EvaluationMode.FAST, TieBreak.first(), Recording.ON),
        waitFor,
        bindings,
        inbox,
        new NoWrites(),
        decisions);
  }

  // ---- the cluster --------------------------------------------------------------------------

  ExplainBed node(String name, String... allocatable) {
    return node(Make.node(name).uid("uid-" + name).allocatable(Make.resources(allocatable)));
  }

  ExplainBed node(Node.Builder node) {
    inbox.post(new Message.NodeSeen(node.build()));
    return this;
  }

  static PodInfo.Builder pod(String name, String... requests) {
    return PodInfo.builder(new PodKey("default", name))
        .uid("uid-" + name)
        .schedulerName("berth")
        .requests(Make.requests(requests));
  }

  ExplainBed seen(PodInfo.Builder pod) {
    inbox.post(new Message.PodSeen(pod.resourceVersion("" + ++versions).build()));
    return this;
  }

  ExplainBed at(Instant time) {
    now.set(time);
    return this;
  }

  ExplainBed replica(Replica next) {
    replica.set(next);
    return this;
  }

  /** Bindings wait for this from now on. */
  CompletableFuture<Status> nextBinding() {
    CompletableFuture<Status> reply = new CompletableFuture<>();
    binder.reply = reply;
    return reply;
  }

  // ---- the loop -----------------------------------------------------------------------------

  /** Turns until nothing is left to do but binding. */
  ExplainBed run() {
    while (scheduler.step()) {
      // one more turn
    }
    return this;
  }

  ExplainBed settle() throws InterruptedException {
    run();
    long end = System.nanoTime() + LONG.toNanos();
    while (scheduler.bindingsInFlight() > 0) {
      if (System.nanoTime() > end) {
        throw new AssertionError("bindings without an end");
      }
      Thread.onSpinWait();
      run();
    }
    return this;
  }

  // ---- the answers --------------------------------------------------------------------------

  int port() {
    return listener.port();
  }

  HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path)).build();
  }

  /** What the listener says while the loop turns. */
  HttpResponse<byte[]> ask(String path) throws Exception {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request(path), BodyHandlers.ofByteArray());
    long end = System.nanoTime() + LONG.toNanos();
    while (!answer.isDone() && System.nanoTime() < end) {
      run();
      Thread.onSpinWait();
    }
    return answer.get(1, java.util.concurrent.TimeUnit.SECONDS);
  }

  /** What the listener says while the loop does not turn. */
  HttpResponse<byte[]> askWithoutLoop(String path) throws Exception {
    return http.send(request(path), BodyHandlers.ofByteArray());
  }

  JsonNode why(String pod) throws Exception {
    return Objects.requireNonNull(
        WhyReport.explanation(ask("/explain/pods/default/" + pod).body()));
  }

  @Override
  public void close() {
    listener.close();
    http.shutdownNow();
    binder.reply.complete(Status.success());
    bindings.close();
  }
}
