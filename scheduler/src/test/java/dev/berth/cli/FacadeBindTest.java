package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.extender.ExtenderPatience;
import dev.berth.framework.Binder;
import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who counts where when bindings fail, come twice, or come for another pod than it seems: F26. */
final class FacadeBindTest {

  /** Says what a test wants, and how many it was asked at once. */
  private static final class ScriptedBinder implements Binder {
    private final Queue<Callable<Status>> script = new ConcurrentLinkedQueue<>();
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger mostBusy = new AtomicInteger();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    @Override
    public Status bind(PodInfo pod, String node) throws InterruptedException {
      asked.add(pod.key() + " " + pod.uid() + " " + node);
      mostBusy.accumulateAndGet(busy.incrementAndGet(), Math::max);
      try {
        Callable<Status> next = script.poll();
        return next == null ? Status.success() : next.call();
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        throw new AssertionError(e);
      } finally {
        busy.decrementAndGet();
      }
    }
  }

  private final ScriptedBinder binder = new ScriptedBinder();

  private FacadeBed bed() {
    FacadeBed bed = FacadeBed.plain(binder);
    twoNodes(bed);
    return bed;
  }

  private static void twoNodes(FacadeBed bed) {
    bed.node("n1", 1000);
    bed.node("n2", 1000);
  }

  private static void offer(FacadeClient client, String pod) throws Exception {
    client.ask("/filter", FacadeClient.names(pod, "n1", "n2"));
  }

  @Test
  void failedRepetition_leavesCountedWhatTheFirstRequestCounted() throws Exception {
    try (FacadeBed bed = bed();
        FacadeClient client = bed.client()) {
      offer(client, FacadeBed.podJson("p", 600));
      assertThat(client.bind("p", "p", "n1")).isEmpty();
      binder.script.add(() -> Status.error("no answer"));

      assertThat(client.bind("p", "p", "n1")).isEqualTo("no answer");

      assertThat(bed.nodeOf("p")).isEqualTo("n1");
    }
  }

  @Test
  void failedBinding_countsNowhere() throws Exception {
    try (FacadeBed bed = bed();
        FacadeClient client = bed.client()) {
      offer(client, FacadeBed.podJson("p", 600));
      binder.script.add(() -> Status.error("no"));

      assertThat(client.bind("p", "p", "n1")).isEqualTo("no");
      assertThat(bed.nodeOf("p")).isEmpty();
      assertThat(client.bind("p", "p", "n2")).isEmpty();
      assertThat(bed.nodeOf("p")).isEqualTo("n2");
    }
  }

  @Test
  void requestsForOnePod_areAnsweredOneAfterTheOther_thoseForOthersAreNot() throws Exception {
    try (FacadeBed bed = bed();
        FacadeClient client = bed.client();
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      offer(client, FacadeBed.podJson("p", 300));
      offer(client, FacadeBed.podJson("q", 300));
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch mayEnd = new CountDownLatch(1);
      binder.script.add(
          () -> {
            begun.countDown();
            mayEnd.await();
            return Status.error("the first fails");
          });
      Future<String> first = callers.submit(() -> client.bind("p", "p", "n1"));
      begun.await();

      Future<String> second = callers.submit(() -> client.bind("p", "p", "n1"));
      assertThat(client.bind("q", "q", "n2")).as("somebody else is not kept waiting").isEmpty();
      assertThat(binder.asked).doesNotContain("shop/p p n2");
      assertThat(second).isNotDone();
      mayEnd.countDown();

      assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo("the first fails");
      assertThat(second.get(60, TimeUnit.SECONDS)).isEmpty();
      assertThat(bed.nodeOf("p"))
          .as("what the first took back, the second counted")
          .isEqualTo("n1");
      assertThat(binder.mostBusy).hasValue(2);
    }
  }

  @Test
  void podThatSomebodyElseHasBound_isRefusedElsewhere_andRepeatedThere() throws Exception {
    try (FacadeBed bed = bed();
        FacadeClient client = bed.client()) {
      offer(client, FacadeBed.podJson("p", 600));
      bed.pod(FacadeBed.podJson("p", "p", 600, "n2"));

      assertThat(client.bind("p", "p", "n1")).contains("shop/p is on node n2 already");
      assertThat(binder.asked).isEmpty();
      assertThat(client.bind("p", "p", "n2")).isEmpty();
    }
  }

  @Test
  void formerPodOfAName_isNotBound_andTheOneThatHasItNowStaysKnown() throws Exception {
    try (FacadeBed bed = bed();
        FacadeClient client = bed.client()) {
      offer(client, FacadeBed.podJson("p", "old", 600, ""));
      bed.pod(FacadeBed.podJson("p", "new", 600, "n2"));

      assertThat(client.bind("p", "old", "n1"))
          .contains("shop/p of uid old is gone")
          .contains("on node n2 has uid new");

      assertThat(bed.nodeOf("old")).isEmpty();
      assertThat(bed.nodeOf("new")).isEqualTo("n2");
      assertThat(binder.asked).isEmpty();
    }
  }

  @Test
  void uidOfAnotherPod_isNotTakenForThatPod() throws Exception {
    try (FacadeBed bed = bed();
        FacadeClient client = bed.client()) {
      offer(client, FacadeBed.podJson("p", "uid-of-p", 600, ""));

      assertThat(client.bind("q", "uid-of-p", "n1")).isEmpty();

      assertThat(binder.asked).as("the API server knows").containsExactly("shop/q uid-of-p n1");
      assertThat(bed.nodeOf("uid-of-p")).isEmpty();
    }
  }

  @Test
  void loopThatDoesNotAnswer_isABusyFacade_andLaterNothingCounts() throws Exception {
    try (FacadeBed bed =
            new FacadeBed(
                "plainHTTP: true",
                binder,
                new ExtenderPatience(Duration.ofSeconds(1), Duration.ZERO));
        FacadeClient client = bed.client()) {
      twoNodes(bed);
      String offer = FacadeClient.names(FacadeBed.podJson("p", 600), "n1", "n2");
      answerOf(client, "/filter", offer);
      CountDownLatch mayGoOn = new CountDownLatch(1);
      bed.tell(
          () -> {
            try {
              mayGoOn.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });

      var response = client.post("/bind", FacadeClient.binding("p", "p", "n1"));
      mayGoOn.countDown();

      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(ExtenderPatience.STANDARD.turn())
          .as("before a kube-scheduler gives up")
          .isLessThan(Duration.ofSeconds(5));
      assertThat(bed.nodeOf("p")).isEmpty();
      assertThat(binder.asked).isEmpty();
      assertThat(answerOf(client, "/bind", FacadeClient.binding("p", "p", "n2")))
          .isEqualTo("{\"Error\":\"\"}");
    }
  }

  /** What a caller is told who comes again while the facade is busy. */
  private static String answerOf(FacadeClient client, String path, String body) throws Exception {
    long end = System.nanoTime() + FacadeBed.PATIENCE.toNanos();
    while (true) {
      var response = client.post(path, body);
      if (response.statusCode() != 503) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
      }
      assertThat(System.nanoTime()).as(response.body()).isLessThan(end);
    }
  }
}
