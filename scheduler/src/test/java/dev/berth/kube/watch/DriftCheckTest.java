package dev.berth.kube.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A lost event is found and healed, and nothing else is taken for one. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DriftCheckTest {
  private static final String TAINT = "{'key': 'k', 'value': 'v', 'effect': 'NoSchedule'}";
  private static final long SEED = Long.getLong("drift.seed", 20260101);
  private static final int CHANGES = Integer.getInteger("drift.changes", 400);

  private final DriftBed bed = new DriftBed(SEED);

  @AfterEach
  void stop() {
    bed.close();
  }

  private void start() {
    for (int i = 1; i <= 4; i++) {
      bed.cluster.putNode("n" + i, "", 4);
    }
    bed.cluster.createPod("placed", "other", "n1");
    bed.cluster.createPod("pending", "other", "");
    bed.cluster.createPod("ours", "berth", "");
    bed.watch.start();
    bed.await(() -> bed.knownPods().stream().anyMatch(pod -> pod.startsWith("ours ")));
    bed.awaitInStep();
  }

  static Stream<Arguments> lostEvents() {
    return Stream.of(
        lost("nodes", "a node was deleted", cluster -> cluster.deleteNode("n4")),
        lost("nodes", "a node was added", cluster -> cluster.putNode("n5", "", 4)),
        lost("nodes", "a node was tainted", cluster -> cluster.putNode("n3", TAINT, 4)),
        lost("nodes", "a node shrank", cluster -> cluster.putNode("n3", "", 2)),
        lost(
            "nodes",
            "a node was replaced",
            cluster -> {
              cluster.deleteNode("n4");
              cluster.putNode("n4", "", 8);
            }),
        lost("pods", "a pod was deleted", cluster -> cluster.deletePod("placed")),
        lost("pods", "a pod ended", cluster -> cluster.finishPod("placed")),
        lost("pods", "somebody else bound a pod", cluster -> cluster.bindPod("pending", "n2")),
        lost("pods", "a placed pod was added", cluster -> cluster.createPod("new", "other", "n2")),
        lost(
            "pods",
            "a pod was replaced",
            cluster -> {
              cluster.deletePod("placed");
              cluster.createPod("placed", "other", "n2");
            }));
  }

  private static Arguments lost(String resource, String name, Consumer<ModelCluster> change) {
    return Arguments.of(resource, name, change);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("lostEvents")
  void lost_event_is_healed_by_one_check_and_counted(
      String resource, String name, Consumer<ModelCluster> change) throws Exception {
    start();
    bed.cluster.lose(() -> change.accept(bed.cluster));

    bed.drift.checkAll();

    assertThat(bed.knownNodes()).isEqualTo(bed.cluster.nodeVersions());
    assertThat(bed.knownPods()).isEqualTo(bed.cluster.placedPodVersions());
    assertThat(bed.healed(resource)).isEqualTo(1);
    assertThat(bed.healed("nodes") + bed.healed("pods")).isEqualTo(1);
    bed.drift.checkAll();
    assertThat(bed.healed(resource)).as("and stays healed").isEqualTo(1);
  }

  @Test
  void pod_of_ours_whose_creation_was_lost_is_scheduled_after_a_check() throws Exception {
    start();
    bed.cluster.lose(() -> bed.cluster.createPod("late", "berth", ""));

    bed.drift.checkAll();

    bed.await(() -> bed.knownPods().size() == 3);
    bed.awaitInStep();
    assertThat(bed.healed("pods")).isEqualTo(1);
  }

  @Test
  void events_that_come_after_the_healing_find_the_object() throws Exception {
    start();
    bed.cluster.lose(() -> bed.cluster.createPod("new", "other", "n2"));
    bed.cluster.lose(() -> bed.cluster.deletePod("placed"));
    bed.drift.checkAll();
    assertThat(bed.healed("pods")).isEqualTo(2);

    bed.cluster.deletePod("new"); // the informer passes over the end of what it never saw
    bed.cluster.createPod("placed", "other", "n3");

    bed.awaitInStep();
  }

  @Test
  void check_of_what_agrees_lists_once_and_changes_nothing() throws Exception {
    start();
    bed.drift.checkAll();

    assertThat(bed.checks()).isEqualTo(2);
    assertThat(bed.watch.traffic()).extracting(KindTraffic::lists).startsWith(1L, 1L);
    assertThat(bed.healed("nodes") + bed.healed("pods")).isZero();
  }

  @Test
  void what_is_deleted_between_the_list_and_the_comparison_is_no_loss() throws Exception {
    bed.cluster.putNode("spare1", "", 4);
    bed.cluster.putNode("spare2", "", 4);
    bed.cluster.createPod("spare1", "other", "n2");
    bed.cluster.createPod("spare2", "other", "n2");
    start();
    AtomicInteger asked = new AtomicInteger(); // once for each kind
    bed.beforeAsking =
        () -> {
          String spare = "spare" + asked.incrementAndGet();
          bed.cluster.deleteNode(spare);
          bed.cluster.deletePod(spare);
          bed.awaitInStep();
        };

    bed.drift.checkAll();

    assertThat(asked).hasValue(2);
    assertThat(bed.checks()).isEqualTo(2);
    assertThat(bed.watch.traffic()).extracting(KindTraffic::lists).startsWith(1L, 1L);
  }

  @Test
  void random_changes_under_way_are_never_taken_for_a_loss() throws Exception {
    start();
    SplittableRandom random = new SplittableRandom(SEED);
    CompletableFuture<Void> changes =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < CHANGES; i++) {
                change(random);
                if (random.nextInt(4) == 0) {
                  LockSupport.parkNanos(100_000);
                }
              }
            });

    do {
      bed.drift.checkAll();
      assertThat(bed.healed("nodes") + bed.healed("pods"))
          .as("differences, -Ddrift.seed=%d", SEED)
          .isZero();
    } while (!changes.isDone());

    changes.get(1, TimeUnit.SECONDS);
    bed.awaitInStep();
    bed.drift.checkAll();
    assertThat(bed.healed("nodes") + bed.healed("pods")).isZero();
    assertThat(bed.watch.traffic().getFirst().lists()).isEqualTo(1);
  }

  private void change(SplittableRandom random) {
    String pod = "p" + random.nextInt(30);
    String node = "m" + random.nextInt(8);
    switch (random.nextInt(10)) {
      case 0 -> bed.cluster.putNode(node, "", 4);
      case 1 -> bed.cluster.putNode(node, TAINT, 2);
      case 2 -> bed.cluster.deleteNode(node);
      case 3 -> bed.cluster.createPod(pod, "berth", "");
      case 4 -> bed.cluster.createPod(pod, "other", "");
      case 5 -> bed.cluster.createPod(pod, "other", node);
      case 6 -> bed.cluster.bindPod(pod, node);
      case 7 -> bed.cluster.finishPod(pod);
      default -> bed.cluster.deletePod(pod);
    }
  }
}
