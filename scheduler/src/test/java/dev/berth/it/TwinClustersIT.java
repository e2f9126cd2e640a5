package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.it.RandomHistory.Change;
import dev.berth.it.RandomHistory.NewPod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real kube-scheduler and Berth decide the same random pods one by one, each in a cluster of
 * its own with the same objects. After each decision the pod is on the same node in both.
 *
 * <p>{@code -Dtwins.seed=N} replays a history, {@code -Dtwins.pods=N} makes it shorter or longer,
 * and {@link TwinExtra} says what {@code -Dtwins.with=} adds.
 */
final class TwinClustersIT {

  private static final long SEED = Long.getLong("twins.seed", 1363);
  private static final Set<TwinExtra> EXTRAS = TwinExtra.asked();
  private static final int PODS = Integer.getInteger("twins.pods", 500);

  /**
   * How long a pod is tried again and again after something else than pods has changed: kinds are
   * watched one by one, so either scheduler may have seen the pod before the change.
   */
  private static final Duration LATENESS_AFTER_OTHER_CHANGES = Duration.ofSeconds(30);

  /** A difference that comes only sometimes is not gone because it did not come once. */
  private static final int AGREEMENTS_AFTER_A_DIFFERENCE = 3;

  /** Each try of a pod with a claim changes claims, which one of them may again see too late. */
  private static final int MOST_RELAPSES = 5;

  /** Less than half of the pods come with or after another change, and few of those too early. */
  private static final int MOST_DOUBTED = Math.max(5, PODS / 10);

  private static Twin stock;
  private static Twin berth;

  private final RandomHistory history = new RandomHistory(SEED, EXTRAS);
  private int placedPods;
  private int unplacedPods;
  private int scoredPods;
  private int moves;
  private int doubted;
  private int repeats;

  @BeforeAll
  static void start(@TempDir Path directory) {
    CompletableFuture<Twin> first =
        CompletableFuture.supplyAsync(() -> Twin.start(StockScheduler::start, directory));
    berth = Twin.start(BerthTwin::start, directory);
    stock = first.join();
  }

  @AfterAll
  static void stop() {
    berth.close();
    stock.close();
  }

  @Test
  void both_decide_every_pod_of_a_random_history_the_same() {
    history.beginning().forEach(change -> inBoth(twin -> twin.apply(change)));
    boolean otherChanges = true;
    for (int i = 0; i < PODS; i++) {
      NewPod next = history.nextPod();
      NewPod pod = decideTheSame(next, otherChanges || next.hasClaim());
      if (pod != null) {
        history.isPlaced(pod);
      }
      List<Change> changes = history.changes();
      changes.forEach(this::apply);
      otherChanges = next.hasClaim() || !changes.stream().allMatch(Change::isOfPodsOnly);
    }
    System.out.printf(
        "twins.seed=%d: %d pods placed (%d of them scored), %d not, %d put on another of the best"
            + " nodes, %d tried again (%d times)%n",
        SEED, placedPods, scoredPods, unplacedPods, moves, doubted, repeats);
    assertThat(doubted)
        .as("pods that were first decided differently")
        .isLessThanOrEqualTo(MOST_DOUBTED);
    assertThat(placedPods).isGreaterThan(PODS / 3);
    assertThat(unplacedPods).isGreaterThan(PODS / 50);
  }

  private void apply(Change change) {
    inBoth(twin -> twin.apply(change));
  }

  /** The pod, or null when it fits nowhere and is gone. */
  private @Nullable NewPod decideTheSame(NewPod first, boolean mayBeLate) {
    NewPod pod = first;
    int wantAgreements = 1;
    int agreements = 0;
    int relapses = 0;
    long end = System.nanoTime() + LATENESS_AFTER_OTHER_CHANGES.toNanos();
    while (true) {
      NewPod tried = pod;
      CompletableFuture<TwinDecision> ofStock =
          CompletableFuture.supplyAsync(() -> stock.decide(tried));
      TwinDecision got = berth.decide(tried);
      TwinDecision want = ofStock.join();
      List<String> differences = want.differencesOf(got);
      agreements += differences.isEmpty() ? 1 : 0;
      if (agreements == wantAgreements) {
        return settle(tried, want, got);
      }
      if (!differences.isEmpty()) {
        relapses += agreements > 0 ? 1 : 0;
        doubted += wantAgreements == 1 ? 1 : 0;
        wantAgreements = AGREEMENTS_AFTER_A_DIFFERENCE;
        agreements = 0;
      }
      if (!differences.isEmpty()
          && (!mayBeLate || relapses > MOST_RELAPSES || System.nanoTime() > end)) {
        throw new AssertionError(
            "twins.seed=%d, pod %d: %s%n%s"
                .formatted(
                    SEED,
                    placedPods + unplacedPods,
                    String.join("\n", differences),
                    pod.document()));
      }
      inBoth(twin -> twin.delete(tried));
      pod = history.again(pod);
      repeats++;
    }
  }

  private @Nullable NewPod settle(NewPod pod, TwinDecision want, TwinDecision got) {
    if (!want.isPlaced()) {
      unplacedPods++;
      inBoth(twin -> twin.delete(pod));
      return null;
    }
    placedPods++;
    scoredPods += want.scores().isEmpty() ? 0 : 1;
    JsonNode devices = stock.allocation(pod);
    if (want.node().equals(got.node())) {
      assertThat(berth.allocation(pod).path("devices"))
          .as("%s: devices for %s", SEED, pod.document())
          .isEqualTo(devices.path("devices"));
    }
    // Which devices a node would give is known of the node only that kube-scheduler has taken.
    String node = pod.hasClaim() ? want.node() : want.best().getFirst();
    moveTo(node, stock, pod, want, devices);
    moveTo(node, berth, pod, got, devices);
    return pod;
  }

  private void moveTo(String node, Twin twin, NewPod pod, TwinDecision decision, JsonNode devices) {
    if (!decision.node().equals(node)) {
      moves++;
      twin.move(pod, node, devices);
    }
  }

  private static void inBoth(Consumer<Twin> action) {
    CompletableFuture<Void> first = CompletableFuture.runAsync(() -> action.accept(stock));
    action.accept(berth);
    first.join();
  }
}
