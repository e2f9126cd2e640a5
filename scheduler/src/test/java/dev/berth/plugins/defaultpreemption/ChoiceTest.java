package dev.berth.plugins.defaultpreemption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.PreemptionCandidate;
import dev.berth.model.PodInfo;
import dev.berth.plugins.Make;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each tie-break with everything before it equal. */
final class ChoiceTest {
  private static final Choice CHOICE = new Choice(new Importance(Instant.ofEpochSecond(1000)));

  /** Victims written as {@code priority@start}, most important first; no start: not started. */
  private static PreemptionCandidate candidate(String node, String victims, int violations) {
    List<PodInfo> pods = new ArrayList<>();
    for (String victim : victims.split(" ", -1)) {
      String[] parts = victim.split("@", -1);
      PodInfo.Builder pod = Make.pod(node + pods.size()).priority(Integer.parseInt(parts[0]));
      if (!parts[1].isEmpty()) {
        pod.startTimeMicros(Long.parseLong(parts[1]) * 1_000_000);
      }
      pods.add(pod.build());
    }
    return new PreemptionCandidate(node, pods, violations);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "fewer violated budgets win over all else,      0, 9@1 9@1 9@1,         1, 1@5",
    "the highest victim of lower priority wins,     0, 1@1 1@1 1@1,         0, 2@5",
    "of the highest victim only the priority counts at first, 0, 1@1 0@1,   0, 2@5",
    "the smaller sum of priorities wins,            0, 5@1 1@1,             0, 5@5 2@5",
    "one more victim costs more than any priority,  0, 5@1 4@1,             0, 5@5 -9@5 -9@5",
    "a victim of the lowest priority of all counts too, 0, 5@1,             0, 5@5 -2147483647@5",
    "the one that started later wins,               0, 5@9,                 0, 5@8",
    "the oldest of the highest counts,              0, 5@6 5@9 1@1,         0, 5@5 5@20 1@7",
    "one that has not started starts now,           0, 5@,                  0, 5@999",
    "one that will have started later is younger,   0, 5@1001,              0, 5@",
  })
  void better_isTaken_wherever(
      String why, int violations, String victims, int otherViolations, String otherVictims) {
    PreemptionCandidate better = candidate("better", victims, violations);
    PreemptionCandidate worse = candidate("worse", otherVictims, otherViolations);

    assertThat(CHOICE.among(List.of(better, worse))).as(why).isSameAs(better);
    assertThat(CHOICE.among(List.of(worse, better))).as(why).isSameAs(better);
    assertThat(CHOICE.among(List.of(worse, worse, better, worse))).as(why).isSameAs(better);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "all the same,                                        5@1 1@1,           5@1 1@2",
    "a sum that comes of more victims of lower priority,  5@1,               5@1",
    "fewest victims cannot differ where the sums are equal but for overflow, 0@1 0@1, 0@1 0@1"
  })
  void equal_theFirstIsTaken(String why, String victims, String otherVictims) {
    PreemptionCandidate first = candidate("first", victims, 2);
    PreemptionCandidate second = candidate("second", otherVictims, 2);

    assertThat(CHOICE.among(List.of(first, second))).as(why).isSameAs(first);
    assertThat(CHOICE.among(List.of(second, first))).as(why).isSameAs(second);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "fewer victims win where the sums are equal, -2147483648@1 , -2147483648@9 -2147483648@9"
  })
  void fewestVictims_decideWhereVictimsCountNothing(String why, String few, String many) {
    PreemptionCandidate better = candidate("better", few, 0);
    PreemptionCandidate worse = candidate("worse", many, 0);

    assertThat(CHOICE.among(List.of(worse, better))).as(why).isSameAs(better);
  }
}
