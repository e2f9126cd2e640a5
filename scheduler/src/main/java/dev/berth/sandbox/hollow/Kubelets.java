package dev.berth.sandbox.hollow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.hollow.Resident.Stage;
import dev.berth.sandbox.objects.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All kubelets at once: told of every change of nodes and pods, they decide what is to be done and
 * when.
 *
 * <p>Beside the kubelets it plays the pod GC of kube-controller-manager. Threading: one thread,
 * that of {@link HollowNodes}.
 */
final class Kubelets {
  private static final Logger LOG = LoggerFactory.getLogger(Kubelets.class);
  private static final int DONE_AT_ONCE = 100;
  private static final int TRIES = 5;
  private static final Duration BEFORE_NEXT_TRY = Duration.ofSeconds(1);

  /** What is to be done for a pod at some time, should it still be in that stage then. */
  private enum Step {
    START,
    REFUSE,
    FOLLOW,
    END,
    COLLECT
  }

  private record Due(Instant at, long number, Resident resident, Step step) {}

  private final PodWriter writer;
  private final Timing timing;
  private final InstantSource clock;
  private final Tally tally;
  private final Map<String, Home> homes = new HashMap<>();
  private final Map<String, Resident> residents = new HashMap<>();
  private final PriorityQueue<Due> agenda =
      new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::number));
  private long scheduled;

  Kubelets(PodWriter writer, Timing timing, InstantSource clock, Tally tally) {
    this.writer = writer;
    this.timing = timing;
    this.clock = clock;
    this.tally = tally;
  }

  /** The state to start from. Pods that run already keep their places, fitting or not. */
  void begin(List<KubeObject> nodes, List<KubeObject> pods) {
    nodes.forEach(this::nodeIs);
    List<KubeObject> toAdmit = new ArrayList<>();
    for (KubeObject pod : pods) {
      if ("Running".equals(pod.field("status.phase"))) {
        podIs(pod);
      } else {
        toAdmit.add(pod);
      }
    }
    toAdmit.forEach(this::podIs);
  }

  void nodeIs(KubeObject node) {
    Home home = home(node.name());
    home.exists = true;
    try {
      home.facts = NodeFacts.of(node.tree());
    } catch (RuntimeException e) {
      failed("node " + node.name() + " cannot be read; its kubelet takes no pods", e);
      home.facts = null;
    }
    for (Resident resident : List.copyOf(home.residents.values())) {
      if (resident.stage == Stage.WAITING) {
        KubeObject pod = writer.current(resident);
        if (pod != null) {
          admit(resident, pod, home);
        }
      }
    }
  }

  void nodeIsGone(String name) {
    Home home = homes.get(name);
    if (home != null) {
      home.exists = false;
      home.facts = null;
      home.residents.values().forEach(pod -> later(timing.orphaned(), pod, Step.COLLECT));
      forgetWhenEmpty(name, home);
    }
  }

  /** Never throws: a pod that cannot be read is refused. */
  void podIs(KubeObject pod) {
    String node = pod.field("spec.nodeName");
    if (node == null || node.isEmpty()) {
      return;
    }
    Resident known = residents.get(pod.uid());
    if (known == null) {
      moveIn(pod, node);
    } else if (Oracle.isEnded(pod)) {
      home(known.node).room.leave(known.uid);
      if (known.stage != Stage.ENDING) {
        known.stage = Stage.DONE;
      }
    }
    Resident resident = residents.get(pod.uid());
    if (resident != null && pod.isTerminating() && resident.stage != Stage.ENDING) {
      resident.stage = Stage.ENDING;
      later(timing.end(), resident, Step.END);
    }
    if (resident != null && resident.stage == Stage.RUNNING && PodStatuses.isBehind(pod.tree())) {
      later(Duration.ZERO, resident, Step.FOLLOW);
    }
  }

  void podIsGone(KubeObject pod) {
    Resident left = residents.remove(pod.uid());
    if (left != null) {
      Home home = home(left.node);
      home.residents.remove(left.uid);
      home.room.leave(left.uid);
      forgetWhenEmpty(left.node, home);
    }
  }

  private void moveIn(KubeObject pod, String node) {
    Resident resident = new Resident(pod.key(), pod.uid(), node);
    Home home = home(node);
    residents.put(resident.uid, resident);
    home.residents.put(resident.uid, resident);
    if (!home.exists) {
      later(timing.orphaned(), resident, Step.COLLECT);
    }
    if (Oracle.isEnded(pod)) {
      resident.stage = Stage.DONE;
    } else if ("Running".equals(pod.field("status.phase"))) {
      resident.stage = Stage.RUNNING;
      seatUnasked(resident, pod, home);
    } else if (pod.isTerminating()) {
      resident.stage = Stage.RUNNING;
    } else {
      admit(resident, pod, home);
    }
  }

  private void seatUnasked(Resident resident, KubeObject pod, Home home) {
    try {
      ObjectNode tree = pod.tree();
      writer.addressIsTaken(tree.path("status").path("podIP").asText());
      home.room.take(resident.uid, Demand.ofPlaced(tree));
    } catch (UnreadableObject e) {
      failed("pod " + pod.key() + " runs, but what it takes cannot be read", e);
    }
  }

  private void admit(Resident resident, KubeObject pod, Home home) {
    if (!home.exists) {
      return;
    }
    Refusal refusal = judge(resident, pod, home);
    resident.refusal = refusal;
    resident.stage = refusal == null ? Stage.STARTING : Stage.REFUSED;
    if (refusal == null) {
      later(timing.start(), resident, Step.START);
    } else {
      later(Duration.ZERO, resident, Step.REFUSE);
    }
  }

  private @Nullable Refusal judge(Resident resident, KubeObject pod, Home home) {
    NodeFacts node = home.facts;
    if (node == null) {
      return new Refusal("InvalidNodeInfo", "Kubelet cannot get node info.");
    }
    try {
      ObjectNode tree = pod.tree();
      Demand demand = Demand.ofIncoming(tree);
      Refusal refusal = home.room.refuses(tree, demand, node);
      if (refusal == null) {
        home.room.take(resident.uid, demand);
      }
      return refusal;
    } catch (RuntimeException e) {
      return new Refusal("UnexpectedAdmissionError", "The pod cannot be read: " + e.getMessage());
    }
  }

  /** How long nothing will be due, at most what is given. */
  Duration idle(Duration atMost) {
    Due first = agenda.peek();
    if (first == null) {
      return atMost;
    }
    Duration left = Duration.between(clock.instant(), first.at());
    return left.isNegative() ? Duration.ZERO : left.compareTo(atMost) < 0 ? left : atMost;
  }

  /** Does what is due, but not so much at once that changes would have to wait for long. */
  void act() {
    Instant now = clock.instant();
    for (int i = 0; i < DONE_AT_ONCE; i++) {
      Due due = agenda.peek();
      if (due == null || due.at().isAfter(now)) {
        return;
      }
      agenda.remove();
      if (residents.get(due.resident().uid) == due.resident()) {
        attempt(due, now);
      }
    }
  }

  private void attempt(Due due, Instant now) {
    Resident resident = due.resident();
    try {
      act(resident, due.step(), now);
    } catch (RuntimeException e) {
      failed(due.step() + " of pod " + resident.key + " on node " + resident.node + " failed", e);
      if (++resident.failedTries < TRIES) {
        later(BEFORE_NEXT_TRY, resident, due.step());
      }
    }
  }

  private void act(Resident resident, Step step, Instant now) {
    Home home = home(resident.node);
    switch (step) {
      case START -> {
        NodeFacts node = home.facts;
        if (resident.stage == Stage.STARTING && node == null) {
          resident.stage = Stage.WAITING;
        } else if (resident.stage == Stage.STARTING && node != null) {
          writer.start(resident, node, now);
          resident.stage = Stage.RUNNING;
        }
      }
      case REFUSE -> {
        if (resident.stage == Stage.REFUSED && resident.refusal != null) {
          writer.refuse(resident, resident.refusal, now);
          resident.stage = Stage.DONE;
          tally.refused.increment();
        }
      }
      case FOLLOW -> {
        if (resident.stage == Stage.RUNNING) {
          writer.follow(resident, now);
        }
      }
      case END -> {
        writer.end(resident);
        home.room.leave(resident.uid);
      }
      case COLLECT -> {
        if (!home.exists) {
          writer.collect(resident, now);
        }
      }
    }
  }

  private void later(Duration delay, Resident resident, Step step) {
    agenda.add(new Due(clock.instant().plus(delay), scheduled++, resident, step));
  }

  private Home home(String node) {
    return homes.computeIfAbsent(node, name -> new Home());
  }

  private void forgetWhenEmpty(String node, Home home) {
    if (!home.exists && home.residents.isEmpty()) {
      homes.remove(node);
    }
  }

  private void failed(String what, RuntimeException why) {
    tally.failures.increment();
    LOG.warn("{}: {}", what, why.toString());
  }
}
