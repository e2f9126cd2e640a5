package dev.berth.kube.watch;

import static dev.berth.cycle.ObjectKind.NODES;
import static dev.berth.kube.watch.WatchBed.bookmark;
import static dev.berth.kube.watch.WatchBed.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.kube.ClientSettings;
import dev.berth.kube.FakeApiServer;
import dev.berth.kube.FakeApiServer.Answer;
import dev.berth.kube.FakeApiServer.Request;
import dev.berth.kube.FakeApiServer.Script;
import dev.berth.kube.KubeClients;
import dev.berth.kube.KubeRequest;
import dev.berth.kube.decode.NodeDecoder;
import dev.berth.kube.decode.UnknownFieldListener;
import dev.berth.model.Interner;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.Watch;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import org.junit.jupiter.api.Test;

/** A connection that says nothing is not a cluster in which nothing happens. */
final class WatchdogTest {
  private static final String NODES_PATH = "/api/v1/nodes";
  private static final WatchTiming.Silence SHORT_WITH_BOOKMARKS =
      new WatchTiming.Silence(Duration.ofSeconds(1), Duration.ofSeconds(60));

  @Test
  void silent_watch_is_cut_and_goes_on_from_the_last_bookmark() {
    try (WatchBed bed = new WatchBed(SHORT_WITH_BOOKMARKS)) {
      bed.nodes.list("5", node("n1", 2));
      bed.nodes.watchFrom("5", watch -> watch.event("BOOKMARK", bookmark(50))); // no end: half open
      bed.nodes.watchFrom("50", watch -> watch.event("ADDED", node("n2", 51))); // of meanwhile

      bed.watch.start();

      assertThat(bed.messages.next(NODES, 3)).containsExactly("n1 uid-n1", "complete", "n2 uid-n2");
      assertThat(bed.watchVersions(NODES_PATH)).startsWith("5", "50");
      assertThat(bed.lists(NODES_PATH)).isEqualTo(1);
      assertThat(bed.traffic("nodes").silences()).isPositive();
    }
  }

  @Test
  void watch_that_falls_silent_amid_an_event_goes_on_from_the_last_whole_one() {
    try (WatchBed bed = new WatchBed(SHORT_WITH_BOOKMARKS)) {
      bed.nodes.list("5");
      String atOnce = // a pause behind the bookmark would be silence, too
          "{'type': 'BOOKMARK', 'object': %s} {'type': 'ADDED', 'object': %s} {'type': 'ADDED', 'obj"
              .formatted(bookmark(50), node("n1", 51));
      bed.nodes.watchFrom("5", watch -> watch.text(FakeApiServer.quoted(atOnce)));
      bed.nodes.watchFrom("51", watch -> watch.event("ADDED", node("n2", 52)));

      bed.watch.start();

      assertThat(bed.messages.next(NODES, 3)).containsExactly("complete", "n1 uid-n1", "n2 uid-n2");
      assertThat(bed.watchVersions(NODES_PATH)).startsWith("5", "51");
    }
  }

  @Test
  void server_without_bookmarks_is_given_the_longer_time() {
    Duration longer = Duration.ofMillis(600);
    try (WatchBed bed = new WatchBed(new WatchTiming.Silence(Duration.ofMillis(50), longer))) {
      bed.nodes.list("5");
      bed.nodes.watch(new Answer.Stream(new Script()));
      bed.nodes.watchFrom("5", watch -> watch.event("ADDED", node("n1", 6)));

      bed.watch.start();

      // The watch begins behind the list, and when the server notices it is not said.
      long listed = bed.nodes.awaitList().nanoTime();
      assertThat(bed.messages.next(NODES, 2)).containsExactly("complete", "n1 uid-n1");
      assertThat(bed.watchVersions(NODES_PATH)).startsWith("5", "5");
      Request second = bed.watches(NODES_PATH).get(1);
      assertThat(Duration.ofNanos(second.nanoTime() - listed)).isGreaterThanOrEqualTo(longer);
    }
  }

  @Test
  void watch_that_speaks_now_and_then_is_never_cut() {
    Duration limit = Duration.ofSeconds(3);
    WatchTiming timing =
        new WatchTiming(
            100,
            Duration.ofSeconds(20),
            Duration.ofMillis(1),
            Duration.ofMillis(20),
            Duration.ofMinutes(1),
            new WatchTiming.Silence(limit, Duration.ofSeconds(60)));
    Connection connection = new Connection(timing.silence().withoutBookmarks());
    try (ReadWatch watch = new ReadWatch(connection, timing)) {
      assertThat(watch.limitOfTheWhole()).as("none").isZero();

      for (int i = 0; i < 7; i++) { // together longer than the limit
        connection.says(Duration.ofSeconds(2), "BOOKMARK", bookmark(10 + i));
        assertThat(watch.next()).isEqualTo("BOOKMARK " + (10 + i));
      }
      connection.says(limit, "ADDED", node("n1", 20));
      assertThat(watch.next()).isEqualTo("ADDED 20");
      assertThat(watch.silences()).isZero();

      connection.says(limit.plusNanos(1), "ADDED", node("n2", 21));
      assertThat(watch.next()).isEqualTo("over");
      assertThat(watch.silences()).isEqualTo(1);
    }
  }

  /** The reading end of a connection on which time passes as a test says. */
  private static final class Connection implements Source {
    private final Deque<Duration> pauses = new ArrayDeque<>();
    private final Deque<String> pieces = new ArrayDeque<>();
    private final Timeout timeout = new Timeout();

    private Connection(Duration readTimeout) {
      timeout.timeout(readTimeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    void says(Duration after, String type, String object) {
      pauses.add(after);
      pieces.add(FakeApiServer.quoted("{'type': '%s', 'object': %s}\n".formatted(type, object)));
    }

    @Override
    public long read(Buffer into, long most) throws IOException {
      assertThat(timeout.hasDeadline()).as("an end for all that it says").isFalse();
      if (pauses.remove().toNanos() > timeout.timeoutNanos()) {
        throw new SocketTimeoutException("timeout");
      }
      long before = into.size();
      into.writeUtf8(pieces.remove());
      return into.size() - before;
    }

    @Override
    public Timeout timeout() {
      return timeout;
    }

    @Override
    public void close() {}
  }

  /** A watch of nodes over such a connection. */
  private static final class ReadWatch implements AutoCloseable {
    private final KubeClients clients;
    private final KindListerWatcher<HeldNode> owner;
    private final WatchHealth health;
    private final Call call;
    private final WatchStream<HeldNode> stream;

    private ReadWatch(Connection connection, WatchTiming timing) {
      clients =
          KubeClients.of(
              new ApiClient().setBasePath("http://127.0.0.1"), ClientSettings.ofVersion("test"));
      SkippedObjects skipped = new SkippedObjects();
      WatchedKind<HeldNode> nodes =
          WatchedKind.nodes(new NodeDecoder(new Interner(), UnknownFieldListener.NONE));
      SplittableRandom random = new SplittableRandom(1);
      owner =
          new KindListerWatcher<>(
              nodes, clients, timing, random, skipped, new InitialList(() -> {}, _ -> {}));
      health = new WatchHealth(nodes, timing, random, System::nanoTime);
      call =
          clients
              .watch()
              .call(KubeRequest.get(NODES_PATH, Map.of()), timing.silence().withoutBookmarks());
      Response response =
          new Response.Builder()
              .request(call.request())
              .protocol(Protocol.HTTP_1_1)
              .code(200)
              .message("OK")
              .body(ResponseBody.create(Okio.buffer(connection), null, -1))
              .build();
      stream =
          new WatchStream<>(
              call, response, owner, new LenientReader<>(nodes, skipped), health, "5");
    }

    long limitOfTheWhole() {
      return call.timeout().timeoutNanos();
    }

    /** Type and version of the next event. */
    String next() {
      if (!stream.hasNext()) {
        return "over";
      }
      Watch.Response<HeldNode> event = stream.next();
      return event.type + " " + event.object.identity().resourceVersion();
    }

    long silences() {
      return health.pulse().traffic().silences();
    }

    @Override
    public void close() {
      owner.close();
      clients.close();
    }
  }

  @Test
  void watch_may_be_silent_for_longer_than_a_list() throws Exception {
    try (WatchBed bed = new WatchBed(WatchTiming.STANDARD.silence(), Duration.ofMillis(1500))) {
      bed.nodes.list("5");
      Script events = bed.nodes.watch();
      bed.watch.start();
      bed.nodes.awaitWatch();

      Thread.sleep(2000); // the time that passes is what is tested
      events.event("ADDED", node("n1", 6));

      assertThat(bed.messages.next(NODES, 2)).containsExactly("complete", "n1 uid-n1");
      assertThat(bed.traffic("nodes")).isEqualTo(new KindTraffic("nodes", 1, 1, 0));
    }
  }

  @Test
  void watch_that_a_slow_server_cuts_a_dozen_times_costs_no_list() {
    try (WatchBed bed = new WatchBed(WatchTiming.STANDARD.silence())) {
      bed.nodes.list("100");
      List<String> want = new ArrayList<>(List.of("complete"));
      List<String> wantVersions = new ArrayList<>(List.of("100"));
      for (int i = 1; i <= 12; i++) {
        bed.nodes.watch().event("ADDED", node("n" + i, 100 + i)).cut();
        want.add("n" + i + " uid-n" + i);
        wantVersions.add(String.valueOf(100 + i));
      }

      bed.watch.start();

      assertThat(bed.messages.next(NODES, 13)).isEqualTo(want);
      bed.awaitFreshness("nodes", now -> bed.traffic("nodes").watches() == 13);
      assertThat(bed.watchVersions(NODES_PATH)).isEqualTo(wantVersions);
      assertThat(bed.lists(NODES_PATH)).isEqualTo(1);
    }
  }
}
