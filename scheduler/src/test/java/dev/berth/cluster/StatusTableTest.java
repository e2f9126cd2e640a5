package dev.berth.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.Status;
import org.junit.jupiter.api.Test;

final class StatusTableTest {

  private final StatusTable table = new StatusTable();

  @Test
  void success_isZero() {
    assertThat(table.codeOf(Status.success())).isZero();
    assertThat(table.statusOf(0)).isEqualTo(Status.success());
    assertThat(table.size()).isEqualTo(1);
  }

  @Test
  void equalStatuses_shareACode() {
    int code = table.codeOf(Status.unschedulable("full"));
    assertThat(code).isPositive();
    assertThat(table.codeOf(Status.unschedulable("full"))).isEqualTo(code);
    assertThat(table.codeOf(Status.unresolvable("full"))).isNotEqualTo(code);
    assertThat(table.codeOf(Status.unschedulable("full").by("Fit"))).isNotEqualTo(code);
    assertThat(table.statusOf(code)).isEqualTo(Status.unschedulable("full"));
    assertThat(table.size()).isEqualTo(4);
  }

  @Test
  void whatAPluginAnswers_isKeptInItsName() {
    PluginCodes codes = new PluginCodes("Fit", table);
    int code = codes.codeOf(Status.unschedulable("full"));
    assertThat(table.statusOf(code)).isEqualTo(Status.unschedulable("full").by("Fit"));
    assertThat(codes.statusOf(code)).isSameAs(table.statusOf(code));
    assertThat(codes.codeOf(Status.success())).isZero();
  }
}
