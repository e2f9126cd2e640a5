package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TolerationsTest {
  private static final Taint DEDICATED = new Taint("dedicated", "db", Taint.NO_SCHEDULE);

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // case, key, operator, value, effect, tolerated
    "same in everything, dedicated, Equal, db, NoSchedule, true",
    "no operator means Equal, dedicated, '', db, NoSchedule, true",
    "no operator and another value, dedicated, '', web, NoSchedule, false",
    "Exists takes any value, dedicated, Exists, web, NoSchedule, true",
    "no effect takes any effect, dedicated, Equal, db, '', true",
    "another effect, dedicated, Equal, db, NoExecute, false",
    "no key with Exists takes everything, '', Exists, '', '', true",
    "no key with Equal compares the value, '', Equal, db, '', true",
    "no key with Equal and another value, '', Equal, web, '', false",
    "another key, team, Exists, '', '', false",
    "Gt is a feature that is off, dedicated, Gt, db, '', false",
    "Lt is a feature that is off, dedicated, Lt, db, '', false",
    "an operator nobody knows, dedicated, Matches, db, '', false",
    "operators are case sensitive, dedicated, exists, db, '', false",
  })
  void toleration(
      String unusedName,
      String key,
      String operator,
      String value,
      String effect,
      boolean wantTolerated) {
    assertThat(new Toleration(key, operator, value, effect).tolerates(DEDICATED))
        .isEqualTo(wantTolerated);
  }

  @Test
  void firstUntolerated_severalTaints_isTheFirstThatRepels() {
    Taint soft = new Taint("soft", "", Taint.PREFER_NO_SCHEDULE);
    Taint evict = new Taint("evict", "", Taint.NO_EXECUTE);
    Taint unknown = new Taint("odd", "", "NoFlights");
    List<Taint> taints = List.of(soft, unknown, DEDICATED, evict);

    assertThat(Tolerations.NONE.firstUntolerated(taints)).isEqualTo(DEDICATED);
    assertThat(tolerating("dedicated").firstUntolerated(taints)).isEqualTo(evict);
    assertThat(tolerating("dedicated", "evict").firstUntolerated(taints)).isNull();
  }

  private static Tolerations tolerating(String... keys) {
    return Tolerations.of(
        List.of(keys).stream().map(key -> new Toleration(key, "Exists", "", "")).toList());
  }

  @Test
  void untoleratedPreferNoSchedule_countsOnlyThatEffect() {
    List<Taint> taints =
        List.of(
            new Taint("a", "", Taint.PREFER_NO_SCHEDULE),
            new Taint("b", "", Taint.PREFER_NO_SCHEDULE),
            new Taint("c", "", Taint.NO_SCHEDULE));

    assertThat(Tolerations.NONE.untoleratedPreferNoSchedule(taints)).isEqualTo(2);
    assertThat(tolerating("a").untoleratedPreferNoSchedule(taints)).isEqualTo(1);
  }

  @Test
  void untoleratedPreferNoSchedule_tolerationOfThatEffect_counts() {
    List<Taint> taints = List.of(new Taint("a", "", Taint.PREFER_NO_SCHEDULE));
    Tolerations hard = Tolerations.of(List.of(new Toleration("a", "Exists", "", "NoSchedule")));
    Tolerations soft =
        Tolerations.of(List.of(new Toleration("a", "Exists", "", Taint.PREFER_NO_SCHEDULE)));

    assertThat(hard.untoleratedPreferNoSchedule(taints)).isEqualTo(1);
    assertThat(soft.untoleratedPreferNoSchedule(taints)).isZero();
  }

  @Test
  void of_sameTolerations_areEqual() {
    assertThat(tolerating("a", "b")).isEqualTo(tolerating("a", "b"));
    assertThat(tolerating("a", "b")).isNotEqualTo(tolerating("b", "a"));
    assertThat(Tolerations.of(List.of())).isSameAs(Tolerations.NONE);
  }
}
