package dev.berth.kube.watch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.kube.decode.ObjectIdentity;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A mark is sent behind the event that was asked for, and only its arrival is an answer. */
final class CheckpointsTest {
  private final Checkpoints checkpoints = new Checkpoints();

  private static ObjectIdentity object(String name) {
    return new ObjectIdentity("Pod", "", name, "", "");
  }

  private String sentAt(String version) {
    return requireNonNull(due(version), version);
  }

  private @Nullable String due(String version) {
    return checkpoints.due(version, () -> true);
  }

  @Test
  void mark_isSentOnce_behindTheVersionThatWasAskedFor() {
    CompletableFuture<?> posted = checkpoints.after(5);

    assertThat(due("4")).isNull();
    assertThat(due("5")).isNotNull();
    assertThat(due("6")).isNull();
    assertThat(posted).isNotDone();
  }

  @Test
  void mark_isNotSentByAWatchThatEnds_andWaitsForTheNext() {
    CompletableFuture<?> posted = checkpoints.after(5);

    assertThat(checkpoints.due("5", () -> false)).isNull();
    checkpoints.passed(object(sentAt("5")));

    assertThat(posted).isCompleted();
  }

  /** All is listed anew, and then a mark is asked for, while the watch is asked whether it ends. */
  @Test
  void markThatComesWhileTheWatchIsAsked_isNotSentByIt() {
    BooleanSupplier didNotEndYet =
        () -> {
          var _ = checkpoints.after(5);
          return true;
        };

    assertThat(checkpoints.due("5", didNotEndYet)).isNull();

    var _ = checkpoints.after(4);
    assertThat(checkpoints.due("5", didNotEndYet)).isNull();
    assertThat(due("5")).as("the later one").isNotNull();
  }

  @Test
  void answer_comesWhenTheMarkHasArrived_notWhenItIsSent() {
    CompletableFuture<?> posted = checkpoints.after(5);
    String mark = sentAt("7");
    checkpoints.passed(object("before"));
    assertThat(posted).isNotDone();

    checkpoints.passed(object(mark));

    assertThat(posted).isCompleted();
    assertThat(Checkpoints.isMark(object(mark))).isTrue();
    assertThat(Checkpoints.isMark(object("before"))).isFalse();
  }

  @Test
  void markOfAnEarlierQuestion_isNoAnswerToTheNext() {
    CompletableFuture<?> forgotten = checkpoints.after(5);
    String earlier = sentAt("5");
    CompletableFuture<?> posted = checkpoints.after(9);

    checkpoints.passed(object(earlier));
    String sent = sentAt("9");
    checkpoints.passed(object(earlier));
    assertThat(posted).isNotDone();
    assertThat(forgotten).isNotDone();

    checkpoints.passed(object(sent));
    assertThat(posted).isCompleted();
  }
}
