package dev.berth.framework;

import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import java.util.List;
import java.util.Map;

/**
 * A scheduler extender of somebody else: a server that is asked about pods at some points of their
 * way.
 *
 * <p>Mirrors {@code Extender}, {@code k8s.io/kube-scheduler/framework/interface.go}, Kubernetes
 * 1.36.3. Threading: any thread. What asks the server blocks, for a bounded time, and may only be
 * called where waiting is allowed, never on the scheduler thread.
 */
public interface ExternalExtender {

  /** The name by which kube-scheduler blames any extender. */
  String PLUGIN = "Extender";

  /** Its address. */
  String name();

  /** Pods are scheduled even when it fails. */
  boolean isIgnorable();

  /** Whether it is asked about that pod at all. Does not block. */
  boolean isInterested(PodInfo pod);

  /** Whether it is asked that; a question that it is not asked must not be put. */
  boolean answers(Question question);

  /** What an extender can be asked. */
  enum Question {
    FILTER,
    PRIORITIZE,
    BIND,
    PREEMPT
  }

  /** What its scores count times; they are ten times less than those of plugins before that. */
  long weight();

  /** Which of the nodes the pod may have. */
  Filtered filter(PodInfo pod, List<Node> nodes) throws ExtenderException, InterruptedException;

  /**
   * The nodes that passed, and why others did not.
   *
   * @param passing names, all of nodes that were offered
   * @param failed the reason by node, where deleting pods may help; any names
   * @param unresolvable the reason by node, where nothing helps; counts before {@code failed}
   */
  record Filtered(
      List<String> passing, Map<String, String> failed, Map<String, String> unresolvable) {
    public Filtered {
      passing = List.copyOf(passing);
      failed = Map.copyOf(failed);
      unresolvable = Map.copyOf(unresolvable);
    }
  }

  /** Its score of each node that it scores, usually 0 to 10; any names. */
  Map<String, Long> prioritize(PodInfo pod, List<Node> nodes)
      throws ExtenderException, InterruptedException;

  /**
   * Whom it would have evicted for the pod.
   *
   * @param candidates where evictions help
   * @return by node, in its order; any nodes, and any pods
   */
  Map<String, Victims> preempt(PodInfo pod, List<PreemptionCandidate> candidates)
      throws ExtenderException, InterruptedException;

  /**
   * Pods on one node, as it names them.
   *
   * @param budgetViolations how many of them a PodDisruptionBudget protects, as it says
   */
  record Victims(List<String> uids, long budgetViolations) {
    public Victims {
      uids = List.copyOf(uids);
    }
  }

  /**
   * Has it bind the pod.
   *
   * @return Success when the pod of this uid is on the node, whatever the extender said; Error with
   *     its reason otherwise
   */
  Status bind(PodInfo pod, String nodeName) throws InterruptedException;
}
