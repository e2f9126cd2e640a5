package dev.berth.kube.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.PodKey;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class SeriesTableTest {
  private static final long MINUTE = Duration.ofMinutes(1).toMillis() * 1000;

  private final SeriesTable table = new SeriesTable(1 << 20);

  private static PodEvent event(String uid, String version, String note, long micros) {
    return new PodEvent(
        EventKind.FAILED_SCHEDULING,
        uid + "." + micros,
        new PodKey("shop", uid),
        uid,
        version,
        "berth",
        note,
        micros);
  }

  private static Series series(EventWrite write) {
    return Objects.requireNonNull(Objects.requireNonNull(write).series());
  }

  @Test
  void firstIsWritten_secondMakesASeries_laterOnesAreCounted() {
    PodEvent first = event("web", "1", "no cpu", 0);

    assertThat(table.observe(first)).isEqualTo(new EventWrite(first, null));
    assertThat(table.observe(event("web", "1", "no memory", MINUTE)))
        .isEqualTo(new EventWrite(first, new Series(2, MINUTE)));
    assertThat(table.observe(event("web", "1", "no cpu", 2 * MINUTE))).isNull();
    assertThat(table.refresh()).containsExactly(new EventWrite(first, new Series(3, 2 * MINUTE)));
  }

  @Test
  void otherPodOrOtherVersion_isAnEventOfItsOwn() {
    table.observe(event("web", "1", "no", 0));

    assertThat(table.observe(event("web", "2", "no", 1))).extracting(EventWrite::series).isNull();
    assertThat(table.observe(event("api", "1", "no", 2))).extracting(EventWrite::series).isNull();
    assertThat(table.refresh()).isEmpty();
  }

  @Test
  void seriesThatWentOnSinceItWasWritten_isWrittenWhenItFallsSilent() {
    PodEvent first = event("web", "1", "no", 0);
    table.observe(first);
    table.observe(event("web", "1", "no", MINUTE));
    table.observe(event("web", "1", "no", 2 * MINUTE));

    assertThat(table.finish(8 * MINUTE)).isEmpty();
    assertThat(table.finish(8 * MINUTE + 1))
        .containsExactly(new EventWrite(first, new Series(3, 2 * MINUTE)));
    assertThat(table.size()).isZero();
    assertThat(table.observe(event("web", "1", "no", 9 * MINUTE)))
        .extracting(EventWrite::series)
        .isNull();
  }

  @Test
  void whatHasNothingNew_fallsSilentWithoutAWrite() {
    table.observe(event("once", "1", "no", 0));
    table.observe(event("twice", "1", "no", 0));
    table.observe(event("twice", "1", "no", 1));

    assertThat(table.finish(7 * MINUTE)).isEmpty();
    assertThat(table.size()).isZero();
  }

  @Test
  void forgottenEvent_isNewAgain() {
    table.observe(event("web", "1", "no", 0));

    table.forget(event("web", "1", "no", 0));

    assertThat(table.observe(event("web", "1", "no", 1))).extracting(EventWrite::series).isNull();
  }

  @Test
  void whatWasSilentForLongest_isForgottenWhenTheBytesAreUsedUp() {
    SeriesTable small = new SeriesTable(4000);
    for (String uid : List.of("a", "b", "c", "d")) {
      small.observe(event(uid, "1", "n".repeat(300), 0));
    }
    small.observe(event("a", "1", "", 1)); // no longer the silent one
    small.observe(event("e", "1", "n".repeat(300), 2));

    assertThat(small.size()).isEqualTo(4);
    assertThat(small.observe(event("b", "1", "", 3))).extracting(EventWrite::series).isNull();
    assertThat(small.refresh())
        .hasSize(1)
        .allSatisfy(a -> assertThat(series(a).count()).isEqualTo(2));
  }

  @Test
  void amountOfMemory_staysBoundedWhateverComes() {
    SeriesTable small = new SeriesTable(10_000);
    for (int i = 0; i < 10_000; i++) {
      small.observe(event("pod-" + i % 700, "" + i / 2, "n".repeat(i % 1024), i));
      if (i % 3 == 0) {
        small.forget(event("pod-" + i % 700, "" + i / 2, "", i));
      }
      assertThat(small.size()).isLessThanOrEqualTo(10_000 / 600);
    }
    assertThat(small.finish(Long.MAX_VALUE)).isEmpty();
    assertThat(small.size()).isZero();
  }
}
