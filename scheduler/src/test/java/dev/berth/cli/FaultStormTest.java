package dev.berth.cli;

import dev.berth.sandbox.fault.Events;
import dev.berth.sandbox.fault.RequestFault;
import dev.berth.sandbox.fault.Requests;
import dev.berth.sandbox.fault.Times;
import dev.berth.sandbox.fault.WatchFault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole scheduler to which everything happens at once, by chance, for a while. */
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FaultStormTest {
  private static final List<RequestFault> ON_REQUESTS =
      List.of(
          RequestFault.refuse(500),
          RequestFault.refuse(409),
          new RequestFault.LoseRequest(),
          new RequestFault.LoseReply(),
          new RequestFault.Truncate(50),
          new RequestFault.Delay(Duration.ofMillis(50)));
  private static final List<WatchFault> ON_EVENTS =
      List.of(
          new WatchFault.Drop(),
          new WatchFault.OnlyBookmark(),
          new WatchFault.Duplicate(),
          new WatchFault.ReplayOlder(),
          new WatchFault.Cut(),
          new WatchFault.CutMidLine(),
          new WatchFault.ErrorEvent(410),
          new WatchFault.Delay(Duration.ofMillis(20)),
          new WatchFault.Silence());

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit injects it before each test
  private Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void afterTheStorm_everythingIsAsItShouldBe(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    try (SandboxBed bed = new SandboxBed(directory)) {
      ON_REQUESTS.forEach(fault -> bed.faults.on(Requests.all(), Times.chance(0.05), fault));
      ON_EVENTS.forEach(fault -> bed.faults.on(Events.all(), Times.chance(0.04), fault));
      bed.schedule(SandboxBed.OFTEN, SandboxBed.OFTEN.multipliedBy(5));
      for (int i = 0; i < 5; i++) {
        bed.node("n" + i, 1000);
      }
      int live = 0;
      for (int i = 0; i < 40; i++) {
        bed.pod("p" + i, 300);
        live++;
        List<String> bound = bed.bound();
        if (live > 12 && !bound.isEmpty()) {
          bed.deletePod(bound.get(random.nextInt(bound.size())));
          live--;
        }
        int wanted = Math.min(live, 12) / 2;
        SandboxBed.await(() -> bed.bound().size() >= wanted, () -> "bound: " + bed.bound());
      }

      bed.faults.clear();

      bed.awaitBound(live);
      bed.assertSound();
    }
  }
}
