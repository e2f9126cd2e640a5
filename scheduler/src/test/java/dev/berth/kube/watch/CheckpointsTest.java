package dev.berth.kube.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.kube.decode.ObjectIdentity;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A mark is sent behind the event that was asked for, and only its arrival is an answer. */
final class CheckpointsTest {
  private final Checkpoints checkpoints = new Checkpoints();

  private static ObjectIdentity object(String name) {
    return new ObjectIdentity("Pod", "", name, "", "");
  }

  @Test
  void mark_isSentOnce_behindTheVersionThatWasAskedFor() {
    checkpoints.after(5);

    assertThat(checkpoints.due("4")).isNull();
    assertThat(checkpoints.due("5")).isNotNull();
    assertThat(checkpoints.due("6")).isNull();
  }

  @Test
  void answer_comesWhenTheMarkHasArrived_notWhenItIsSent() {
    CompletableFuture<?> posted = checkpoints.after(5);
    String mark = checkpoints.due("7");
    checkpoints.passed(object("before"));
    assertThat(posted).isNotDone();

    checkpoints.passed(object(mark));

    assertThat(posted).isCompleted();
    assertThat(Checkpoints.isMark(object(mark))).isTrue();
    assertThat(Checkpoints.isMark(object("before"))).isFalse();
  }

  @Test
  void markOfAnEarlierQuestion_isNoAnswerToTheNext() {
    checkpoints.after(5);
    String earlier = checkpoints.due("5");
    CompletableFuture<?> posted = checkpoints.after(9);

    checkpoints.passed(object(earlier));
    String sent = checkpoints.due("9");
    checkpoints.passed(object(earlier));
    assertThat(posted).isNotDone();

    checkpoints.passed(object(sent));
    assertThat(posted).isCompleted();
  }
}
