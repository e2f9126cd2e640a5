package dev.berth.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cycle.Message;
import dev.berth.cycle.SchedulerThread;
import dev.berth.http.AccessGate;
import dev.berth.http.HttpListener;
import dev.berth.http.Limits;
import dev.berth.http.ListenerSettings;
import dev.berth.http.Routes;
import dev.berth.http.Transport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scrapes and the loop do not wait for each other. */
final class ScrapeTest {
  private static final Pattern ATTEMPTS =
      Pattern.compile("scheduler_scheduling_algorithm_duration_seconds_count (\\d+)");
  private static final Pattern ALL_BUCKETS =
      Pattern.compile(
          "scheduler_scheduling_algorithm_duration_seconds_bucket\\{le=\"\\+Inf\"} (\\d+)");

  private final MetricsBed bed = new MetricsBed();

  @AfterEach
  void stop() {
    bed.close();
  }

  private static int number(Pattern pattern, String page) {
    return pattern
        .matcher(page)
        .results()
        .map((MatchResult found) -> Integer.parseInt(found.group(1)))
        .findFirst()
        .orElseThrow();
  }

  private void schedule(int pods) {
    for (int i = 0; i < pods; i++) {
      bed.see(bed.pod("p" + i));
      bed.settle();
      bed.inbox.post(new Message.PodGone(bed.pod("p" + i).build().key(), "p" + i));
    }
    bed.settle();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void page_isServedWhileTheSchedulerThreadIsStuck() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger deaths = new AtomicInteger();
    Routes routes = Routes.builder().exact("GET", "/metrics", bed.metrics.page()).build();
    ListenerSettings settings =
        new ListenerSettings("127.0.0.1", 0, new Transport.Plain(), Limits.STANDARD);
    try (SchedulerThread thread =
            SchedulerThread.start(bed.scheduler, thrown -> deaths.incrementAndGet());
        HttpListener listener = HttpListener.start(settings, AccessGate.openToAll(), routes);
        HttpClient http = HttpClient.newHttpClient()) {
      assertThat(thread).isNotNull();
      bed.inbox.post(
          new Message.Question(
              () -> {
                stuck.countDown();
                await(release);
              }));
      stuck.await();
      bed.node("n1");
      URI uri = URI.create("http://127.0.0.1:" + listener.port() + "/metrics");
      HttpResponse<String> page =
          http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("Content-Type"))
          .hasValue("text/plain; version=0.0.4; charset=utf-8");
      assertThat(page.body().lines()).contains("berth_inbox_messages 1");
      release.countDown();
    }
    assertThat(deaths).hasValue(0);
  }

  @Test
  void loop_goesOnWhileAScrapeIsStuck() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    bed.metrics.leadership(
        "stuck",
        () -> {
          inside.countDown();
          await(release);
          return true;
        });
    Thread scraper = Thread.ofVirtual().start(() -> bed.metrics.text());
    inside.await();
    bed.node("n1");
    schedule(300);
    assertThat(scraper.isAlive()).isTrue();
    release.countDown();
    scraper.join();
    assertThat(number(ATTEMPTS, bed.metrics.text())).isEqualTo(300);
  }

  @Test
  void scrapesUnderLoad_loseNothingAndAreConsistent() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    AtomicInteger scrapes = new AtomicInteger();
    AtomicInteger inconsistent = new AtomicInteger();
    CountDownLatch first = new CountDownLatch(1);
    Thread scraper =
        Thread.ofPlatform()
            .start(
                () -> {
                  int before = 0;
                  while (done.getCount() > 0) {
                    String page = bed.metrics.text();
                    int count = number(ATTEMPTS, page);
                    if (count < before || count != number(ALL_BUCKETS, page)) {
                      inconsistent.incrementAndGet();
                    }
                    before = count;
                    scrapes.incrementAndGet();
                    first.countDown();
                  }
                });
    first.await();
    bed.node("n1");
    schedule(1500);
    done.countDown();
    scraper.join();
    assertThat(inconsistent).hasValue(0);
    assertThat(scrapes).hasPositiveValue();
    String page = bed.metrics.text();
    assertThat(number(ATTEMPTS, page)).isEqualTo(1500);
    assertThat(page.lines())
        .contains("scheduler_schedule_attempts_total{profile=\"berth\",result=\"scheduled\"} 1500");
  }
}
