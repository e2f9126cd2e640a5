package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is allowed to differ is no more than what must differ between two clusters. */
final class AllowedDifferencesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          web   0/1   Pending   0   9s              | web     0/1     Pending   0     2m11s
          uid: 950816f6-dd15-49f5-a855-f19573ded951 | uid: a002f1b5-32d2-4c78-8e49-036b74a8bb78
          resourceVersion: "7"                      | resourceVersion: "219"
          created: "2026-11-22T12:44:53Z"           | created: "2027-01-02T03:04:05Z"
          Started:  Sun, 22 Nov 2026 12:44:53 +0000 | Started:  Mon, 23 Nov 2026 01:02:03 +0000
          Status:  Terminating (lasts 3s)           | Status:  Terminating (lasts <invalid>)
          1   big.18ea5eb03a9f3d41                  | 1   big.18ea5eb03a9f3d42
          """)
  void lineThatMustDiffer_isTheSame(String one, String other) {
    AllowedDifferences allowed = new AllowedDifferences();

    assertThat(allowed.without(List.of(one))).isEqualTo(allowed.without(List.of(other)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          web   0/1   Pending   0   9s              | web   1/1   Pending   0   9s
          web   0/1   Pending   0   9s              | web   0/1   Pending   1   9s
          web   0/1   Pending   0   9s              | web   0/1   Pending   0   <unknown>
          uid: 950816f6-dd15-49f5-a855-f19573ded951 | uid: ""
          resourceVersion: "7"                      | resourceVersion: ""
          heard: "2026-01-01T00:00:00Z"             | heard: "2026-11-22T12:44:53Z"
          cpu  500m (25%)                           | cpu  501m (25%)
          x: 1                                      | __x: 1
          serviceAccountName: default               | serviceAccountName: other
          """)
  void lineThatMayNotDiffer_isAnother(String one, String other) {
    AllowedDifferences allowed = new AllowedDifferences();

    assertThat(allowed.without(List.of(one)))
        .isNotEqualTo(allowed.without(List.of(other.replace('_', ' '))));
  }

  @Test
  void lineThatOnlyOneHas_isLeftOut() {
    assertThat(
            new AllowedDifferences()
                .without(
                    List.of(
                        "  serviceAccount: default",
                        "  serviceAccountName: default",
                        "Service Account:  default",
                        "  securityContext: {}")))
        .containsExactly("  securityContext: {}");
  }
}
