package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.Status;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A facade that is asked before its loop has applied what it was told. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FacadeStartTest {

  @Test
  void requestRightAfterTheStart_waitsForTheListsInFrontOfIt() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayLearn = new CountDownLatch(1);
    Runnable pause =
        () -> {
          begun.countDown();
          await(mayLearn);
        };
    try (FacadeBed bed =
            new FacadeBed(
                "plainHTTP: true", (_, _) -> Status.success(), FacadeBed.LONG_TURNS, pause);
        FacadeClient client = bed.client();
        ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor()) {
      begun.await();
      String offer = FacadeClient.names(FacadeBed.podJson("p", 600), "n1");
      Future<HttpResponse<String>> answer = caller.submit(() -> client.post("/filter", offer));
      while (bed.waiting() == 0 && !answer.isDone()) {
        Thread.onSpinWait();
      }
      mayLearn.countDown();
      assertThat(answer.get(FacadeBed.PATIENCE.toSeconds(), TimeUnit.SECONDS).statusCode())
          .isEqualTo(200);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
