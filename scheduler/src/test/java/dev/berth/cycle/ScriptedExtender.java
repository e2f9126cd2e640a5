package dev.berth.cycle;

import dev.berth.framework.ExtenderException;
import dev.berth.framework.ExternalExtender;
import dev.berth.framework.PreemptionCandidate;
import dev.berth.framework.Status;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An extender without a wire: it keeps every node and gives no scores, but for what a test
 * arranged.
 *
 * <p>Threading: arranged before it is asked; asked by any thread.
 */
final class ScriptedExtender implements ExternalExtender {
  private final String name;
  private final Set<Question> questions;
  private boolean ignorable;
  private long weight = 1;
  private Predicate<PodInfo> interested = pod -> true;
  private @Nullable String failure;
  private final Map<String, String> failed = new HashMap<>();
  private final Map<String, String> unresolvable = new HashMap<>();
  private final List<String> leftOut = new ArrayList<>();
  private List<String> sorted = List.of();
  private final Map<String, Long> scores = new HashMap<>();
  private UnaryOperator<Map<String, Victims>> evictions = all -> all;
  private Status bound = Status.success();
  private final Map<String, CompletableFuture<Void>> held = new ConcurrentHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<List<String>> lists = new ArrayList<>();

  ScriptedExtender(String name, Question... questions) {
    this.name = name;
    this.questions = EnumSet.noneOf(Question.class);
    this.questions.addAll(List.of(questions));
  }

  ScriptedExtender ignorable() {
    ignorable = true;
    return this;
  }

  ScriptedExtender weight(long value) {
    weight = value;
    return this;
  }

  ScriptedExtender interestedIn(Predicate<PodInfo> pods) {
    interested = pods;
    return this;
  }

  ScriptedExtender fails(String why) {
    failure = why;
    return this;
  }

  ScriptedExtender rejects(String node, String why) {
    failed.put(node, why);
    return this;
  }

  ScriptedExtender rejectsForGood(String node, String why) {
    unresolvable.put(node, why);
    return this;
  }

  ScriptedExtender leavesOut(String node) {
    leftOut.add(node);
    return this;
  }

  /** Lists these before all others, as often as they are said. */
  ScriptedExtender listsFirst(String... nodes) {
    sorted = List.of(nodes);
    return this;
  }

  ScriptedExtender scores(String node, long score) {
    scores.put(node, score);
    return this;
  }

  /** What it makes of the victims by node. */
  ScriptedExtender evicts(UnaryOperator<Map<String, Victims>> answer) {
    evictions = answer;
    return this;
  }

  ScriptedExtender binds(Status status) {
    bound = status;
    return this;
  }

  /** Does not answer about that pod before the test completes this. */
  CompletableFuture<Void> hold(String pod) {
    return held.computeIfAbsent(pod, _ -> new CompletableFuture<>());
  }

  /** What it was asked so far. */
  List<String> asked() {
    synchronized (asked) {
      return List.copyOf(asked);
    }
  }

  /** The nodes that it was asked about, each time as they were listed. */
  List<List<String>> lists() {
    synchronized (asked) {
      return List.copyOf(lists);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isIgnorable() {
    return ignorable;
  }

  @Override
  public boolean isInterested(PodInfo pod) {
    return interested.test(pod);
  }

  @Override
  public boolean answers(Question question) {
    return questions.contains(question);
  }

  @Override
  public long weight() {
    return weight;
  }

  @Override
  public Filtered filter(PodInfo pod, List<Node> nodes)
      throws ExtenderException, InterruptedException {
    note("filter", pod, names(nodes));
    List<String> passing =
        nodes.stream()
            .map(Node::name)
            .filter(
                node ->
                    !failed.containsKey(node)
                        && !unresolvable.containsKey(node)
                        && !leftOut.contains(node))
            .filter(node -> !sorted.contains(node))
            .toList();
    List<String> inOrder = Stream.concat(sorted.stream(), passing.stream()).toList();
    return new Filtered(inOrder, failed, unresolvable);
  }

  @Override
  public Map<String, Long> prioritize(PodInfo pod, List<Node> nodes)
      throws ExtenderException, InterruptedException {
    note("prioritize", pod, names(nodes));
    return scores;
  }

  @Override
  public Map<String, Victims> preempt(PodInfo pod, List<PreemptionCandidate> candidates)
      throws ExtenderException, InterruptedException {
    Map<String, Victims> all = new LinkedHashMap<>();
    candidates.forEach(
        candidate ->
            all.put(
                candidate.node(),
                new Victims(
                    candidate.victims().stream().map(PodInfo::uid).toList(),
                    candidate.budgetViolations())));
    note("preempt", pod, all.entrySet().stream().map(ScriptedExtender::text).toList());
    return evictions.apply(all);
  }

  private static String text(Map.Entry<String, Victims> onNode) {
    return onNode.getKey() + "=" + onNode.getValue().uids();
  }

  @Override
  public Status bind(PodInfo pod, String nodeName) {
    synchronized (asked) {
      asked.add("bind " + pod.key().name() + " " + nodeName);
    }
    return bound;
  }

  private static List<String> names(List<Node> nodes) {
    return nodes.stream().map(Node::name).toList();
  }

  private void note(String question, PodInfo pod, List<String> subjects)
      throws ExtenderException, InterruptedException {
    synchronized (asked) {
      lists.add(subjects);
      asked.add(
          "%s %s@%s %s"
              .formatted(
                  question,
                  pod.key().name(),
                  pod.resourceVersion(),
                  subjects.stream().sorted().toList()));
    }
    CompletableFuture<Void> wait = held.get(pod.key().name());
    if (wait != null) {
      try {
        wait.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
    if (failure != null) {
      throw new ExtenderException(failure);
    }
  }
}
