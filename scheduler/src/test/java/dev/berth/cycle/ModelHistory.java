package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cycle.ModelReference.Place;
import dev.berth.cycle.ModelReference.Shape;
import dev.berth.framework.Status;
import dev.berth.model.Labels;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.model.Resources;
import dev.berth.model.Taint;
import dev.berth.pipeline.EvaluationMode;
import dev.berth.plugins.Make;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One random history: people and controllers change the truth, the watches lag behind it, bindings
 * succeed, fail or lose their reply, plugins hold and refuse, and time passes; then all goes quiet.
 */
final class ModelHistory implements AutoCloseable {

  private static final int MAX_PODS = 30;
  private static final int MAX_NODES = 6;
  private static final long MIB = 1L << 20;

  private final SplittableRandom random;
  private final ModelApiServer server;
  private final ModelBed bed;
  private int pods;

  /** What was done last, for the message of a failure. */
  String last = "start";

  ModelHistory(long seed) {
    random = new SplittableRandom(seed);
    server = new ModelApiServer(random.split());
    bed = new ModelBed(random.split(), seed % 2 == 0 ? EvaluationMode.FAST : EvaluationMode.SCALAR);
  }

  Map<String, Integer> happened() {
    return bed.happened;
  }

  // ---- while it lasts
  // -----------------------------------------------------------------------------

  void step() {
    int dice = random.nextInt(100);
    if (dice < 22) {
      done("create pod", () -> create("p" + ++pods));
    } else if (dice < 29) {
      done("put node", this::putNode);
    } else if (dice < 31) {
      done("remove node", this::removeNode);
    } else if (dice < 38) {
      done("delete pod", this::deletePod);
    } else if (dice < 41) {
      done("update pod", this::updatePod);
    } else if (dice < 45) {
      done("somebody else binds", this::bindByOthers);
    } else if (dice < 47) {
      done("an old version", this::showOldVersion);
    } else if (dice < 68) {
      done("reply", this::reply);
    } else if (dice < 74) {
      done("permit", this::permit);
    } else if (dice < 84) {
      done("clock", this::passTime);
    }
    if (random.nextInt(3) > 0) {
      bed.show(server.someNews());
    }
    for (int turns = random.nextInt(4); turns > 0; turns--) {
      bed.turn();
    }
  }

  private void done(String what, Runnable action) {
    last = what;
    action.run();
  }

  private void create(String name) {
    if (server.pods().size() >= MAX_PODS) {
      deletePod();
    }
    boolean tooBig = random.nextInt(15) == 0;
    Shape shape =
        new Shape(
            tooBig ? 100_000 : 250L * random.nextInt(8),
            256 * MIB * random.nextInt(6),
            random.nextInt(6) == 0 ? 80 + random.nextInt(2) : 0,
            random.nextInt(4) == 0);
    String uid = name + "-" + server.pods().size() + "-" + random.nextInt(1_000_000);
    bed.reference.shapes.put(uid, shape);
    PodInfo.Builder pod =
        PodInfo.builder(new PodKey("default", name))
            .uid(uid)
            .schedulerName(schedulerName())
            .priority(random.nextInt(3) * 10)
            .labels(random.nextInt(6) == 0 ? hold() : Labels.EMPTY)
            .schedulingGates(random.nextInt(10) == 0 ? List.of("gate") : List.of())
            .hostPorts(ModelReference.ports(shape))
            .requests(
                Make.requests("cpu=" + shape.milliCpu() + "m", "memory=" + shape.memoryBytes()));
    server.put(
        shape.tolerates()
            ? pod.tolerations(Make.tolerations(Make.tolerates(ModelReference.TAINT, "")))
            : pod);
    bed.happens(tooBig ? "created too big" : "created");
  }

  private static Labels hold() {
    return Labels.of(Map.of(ModelLedger.HOLD, "yes"));
  }

  private void putNode() {
    String name = "n" + (1 + random.nextInt(MAX_NODES));
    @Nullable Node known = find(server.nodes(), node -> node.name().equals(name));
    Node.Builder node =
        known == null
            ? Node.builder(name).uid(name + "-" + random.nextInt(1_000_000))
            : known.toBuilder();
    if (known == null || random.nextBoolean()) {
      node.allocatable(
          Resources.builder()
              .milliCpu(500L * (1 + random.nextInt(8)))
              .memoryBytes(512 * MIB * (1 + random.nextInt(8)))
              .pods(1 + random.nextInt(8))
              .build());
    }
    Taint taint = new Taint(ModelReference.TAINT, "v", Taint.NO_SCHEDULE);
    server.put(
        node.unschedulable(random.nextInt(8) == 0)
            .taints(random.nextInt(5) == 0 ? List.of(taint) : List.of())
            .build());
  }

  private void removeNode() {
    Node node = find(server.nodes(), any -> true);
    if (node != null) {
      server.removeNode(node.name());
    }
  }

  private void deletePod() {
    PodInfo pod = find(server.pods(), any -> true);
    if (pod == null) {
      return;
    }
    if (!pod.terminating() && random.nextInt(3) == 0) {
      server.put(pod.toBuilder().terminating(true));
      bed.happens(pod.nodeName().isEmpty() ? "terminating pending" : "terminating placed");
      return;
    }
    server.removePod(pod);
    bed.happens("deleted " + bed.reference.places.getOrDefault(pod.uid(), Place.BOUND));
    if (random.nextInt(3) == 0) {
      create(pod.key().name());
      bed.happens("recreated");
    }
  }

  private void updatePod() {
    PodInfo pod = find(server.pods(), any -> true);
    if (pod != null) {
      PodInfo.Builder update = pod.toBuilder();
      server.put(
          ModelReference.isGated(pod)
              ? update.schedulingGates(List.of())
              : update.generation(pod.generation() + 1));
    }
  }

  /** Mostly pods of other schedulers; now and then somebody binds one of ours, anywhere. */
  private void bindByOthers() {
    boolean steal = random.nextInt(4) == 0;
    PodInfo pod =
        find(
            server.pods(),
            any ->
                any.nodeName().isEmpty()
                    && !any.terminating()
                    && ModelReference.isOurs(any) == steal);
    Node node = find(server.nodes(), any -> true);
    if (pod != null && node != null) {
      Place place = bed.reference.places.get(pod.uid());
      bed.happens(steal ? "stolen from " + place : "bound by others");
      server.put(pod.toBuilder().nodeName(node.name()));
    }
  }

  private void showOldVersion() {
    PodInfo pod = find(bed.reference.placed.values(), ModelReference::isOurs);
    if (pod != null) {
      bed.happens("old version shown");
      PodInfo old = pod.toBuilder().nodeName("").resourceVersion("0").build();
      bed.showOnly(new Message.PodSeen(old));
    }
  }

  private void reply() {
    Map.Entry<String, String> binding = pick(bed.unanswered().entrySet());
    if (binding == null) {
      return;
    }
    String uid = binding.getKey();
    String node = binding.getValue();
    int dice = random.nextInt(10);
    Status status;
    if (dice < 2) {
      status = Status.error("500");
      bed.happens("refused");
    } else {
      status = server.bind(uid, node);
      if (dice < 4) {
        bed.happens("lost reply " + (status.isSuccess() ? "of a success" : "of a failure"));
        status = Status.error("connection reset");
      }
    }
    if (random.nextBoolean()) {
      bed.show(server.someNews());
    }
    bed.reply(uid, status);
  }

  private void permit() {
    bed.turn(); // so that what was shown has had its effect
    String uid = pick(bed.reference.pendingAt(Place.WAITING));
    if (uid != null) {
      if (random.nextInt(3) == 0) {
        bed.reject(uid);
      } else {
        bed.allow(uid);
      }
    }
  }

  private void passTime() {
    int dice = random.nextInt(20);
    bed.clock.advance(
        dice == 0
            ? Duration.ofMinutes(6)
            : dice < 3 ? Duration.ofSeconds(31) : Duration.ofMillis(random.nextInt(3_000)));
  }

  // ---- when it goes quiet
  // -------------------------------------------------------------------------

  /** Backoffs pass, and nothing else: changes have woken whom they help. */
  void checkThatEveryPodThatFitsIsBound() {
    last = "quiet";
    bed.ledger.moody = false;
    passQuietly(16, Duration.ofSeconds(1));
    for (PodInfo pod : waiting()) {
      if (!bed.rejectedByLedger.contains(pod.uid())) {
        assertThat(bed.reference.fitsSomewhere(pod.uid()))
            .as("%s fits and is not bound; last condition: %s", pod, condition(pod))
            .isFalse();
      }
    }
  }

  /** After the flush every pod was tried on the cluster as it is now. */
  void checkThatEveryOtherPodSaysWhy() {
    passQuietly(12, Duration.ofSeconds(31));
    passQuietly(16, Duration.ofSeconds(1));
    for (PodInfo pod : waiting()) {
      assertThat(bed.reference.fitsSomewhere(pod.uid())).as(pod + " fits").isFalse();
      assertThat(condition(pod)).isEqualTo(bed.reference.message(pod.uid()));
      bed.happens("infeasible in the end");
    }
    assertThat(bed.ledger.reserved.keySet())
        .as("reservations are those of the bound pods")
        .isEqualTo(bed.ledger.bound);
    assertThat(bed.reference.assumed).isEmpty();
  }

  private String condition(PodInfo pod) {
    return bed.conditions.getOrDefault(pod.uid(), "none");
  }

  private List<PodInfo> waiting() {
    return server.pods().stream()
        .filter(
            pod ->
                ModelReference.isOurs(pod)
                    && pod.nodeName().isEmpty()
                    && !pod.terminating()
                    && !ModelReference.isGated(pod))
        .toList();
  }

  private void passQuietly(int times, Duration each) {
    for (int i = 0; i < times; i++) {
      bed.clock.advance(each);
      settle();
    }
  }

  private void settle() {
    boolean busy = true;
    bed.turn();
    for (int turns = 0; busy; turns++) {
      assertThat(turns).as("turns without coming to rest").isLessThan(10_000);
      List.copyOf(bed.reference.pendingAt(Place.WAITING)).forEach(bed::allow);
      bed.unanswered().forEach((uid, node) -> bed.reply(uid, server.bind(uid, node)));
      bed.show(server.allNews());
      busy = bed.turn() || !bed.inFlight.isEmpty();
    }
  }

  // ---- chance
  // ---------------------------------------------------------------------------------------

  private <T> @Nullable T find(Collection<T> all, Predicate<T> wanted) {
    return pick(all.stream().filter(wanted).toList());
  }

  private String schedulerName() {
    String ours = pick(ModelBed.PROFILES);
    return ours == null || random.nextInt(6) == 0 ? "other" : ours;
  }

  private <T> @Nullable T pick(Collection<T> all) {
    return all.isEmpty() ? null : new ArrayList<>(all).get(random.nextInt(all.size()));
  }

  @Override
  public void close() {
    bed.close();
  }
}
