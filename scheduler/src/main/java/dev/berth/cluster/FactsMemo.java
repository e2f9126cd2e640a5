package dev.berth.cluster;

import dev.berth.cluster.LookUps.Subject;
import dev.berth.framework.KeptFacts;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.NodeFacts;
import dev.berth.model.NodeInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one key says of every node, and which objects that was made from.
 *
 * <p>Changed by: a node that comes, goes, gets another ordinal or other facts; a pod that is
 * placed, assumed, forgotten, moved, removed or changed; an object that was looked up for the node,
 * or was looked for and not found, and that comes, changes, is assumed or restored, or goes. The
 * last puts the node into the view's log of changes, so that whatever followed from its facts is
 * asked again, too.
 *
 * <p>Invariant FOLLOWED: an ordinal that is not in the log after this memo's cursor has the facts
 * of now. Whatever follows from facts is brought up to date after them, so it has seen no more of
 * the log than they have.
 *
 * <p>Threading: the thread that owns the view.
 */
final class FactsMemo<F> extends Memo<NodeFacts<F>> implements KeptFacts<F> {

  private static final long BYTES_PER_NODE = 160;
  private static final long BYTES_PER_SUBJECT = 112;
  private static final long BYTES_PER_NAME = 64;

  /** What is kept of one node. */
  private record Kept<F>(F facts, List<Subject> lookedUp) {}

  private final NodeFacts<F> key;
  private final LookUps lookUps;
  private final List<@Nullable Kept<F>> kept = new ArrayList<>();
  private final Map<Subject, Ordinals> users = new HashMap<>();
  private final Map<Object, Integer> names = new HashMap<>();
  private final Object identity = new Object();
  private long generation = -1;

  FactsMemo(LiveView view, NodeFacts<F> key, LookUps lookUps) {
    super(view, NodeDependence.NODE_AND_PODS);
    this.key = key;
    this.lookUps = lookUps;
  }

  /** The facts are those of the view as it is now. */
  void refreshed() {
    generation = view.generation();
  }

  /** Something was changed that facts may have been made from. */
  void changed(Subject subject) {
    Ordinals concerned = users.get(subject);
    if (concerned != null) {
      concerned.forEach(view::factsChanged);
    }
  }

  @Override
  void resize(int nodes) {
    while (kept.size() > nodes) {
      replace(kept.size() - 1, null);
      kept.removeLast();
    }
    while (kept.size() < nodes) {
      kept.add(null);
    }
  }

  @Override
  boolean fill(NodeFacts<F> asker) {
    for (int ordinal = 0; ordinal < view.nodeCount(); ordinal++) {
      ask(ordinal, asker);
    }
    return true;
  }

  @Override
  boolean ask(int ordinal, NodeFacts<F> asker) {
    replace(ordinal, ask(view.node(ordinal), asker));
    return true;
  }

  private Kept<F> ask(NodeInfo node, NodeFacts<F> asker) {
    lookUps.begin();
    try {
      F facts = asker.of(node);
      return new Kept<>(facts, lookUps.noted());
    } finally {
      lookUps.end();
    }
  }

  private void replace(int ordinal, @Nullable Kept<F> after) {
    Kept<F> before = kept.set(ordinal, after);
    replaceSubjects(
        ordinal,
        before == null ? List.of() : before.lookedUp(),
        after == null ? List.of() : after.lookedUp());
    replaceNames(
        before == null ? Set.of() : key.named(before.facts()),
        after == null ? Set.of() : key.named(after.facts()));
  }

  /** Mostly a pod came behind the others, so that the first ones stay. */
  private void replaceSubjects(int ordinal, List<Subject> before, List<Subject> after) {
    int first = 0;
    int both = Math.min(before.size(), after.size());
    while (first < both && before.get(first).equals(after.get(first))) {
      first++;
    }
    for (int i = first; i < before.size(); i++) {
      remove(before.get(i), ordinal);
    }
    for (int i = first; i < after.size(); i++) {
      users.computeIfAbsent(after.get(i), _ -> new Ordinals()).add(ordinal);
    }
  }

  private void replaceNames(Set<?> before, Set<?> after) {
    for (Object name : before) {
      if (!after.contains(name)) {
        names.merge(name, -1, FactsMemo::sumOrNone);
      }
    }
    for (Object name : after) {
      if (!before.contains(name)) {
        names.merge(name, 1, FactsMemo::sumOrNone);
      }
    }
  }

  private void remove(Subject subject, int ordinal) {
    Ordinals concerned = users.get(subject);
    if (concerned != null) {
      concerned.remove(ordinal);
      if (concerned.isEmpty()) {
        users.remove(subject);
      }
    }
  }

  private static @Nullable Integer sumOrNone(Integer count, Integer more) {
    int sum = count + more;
    return sum == 0 ? null : sum;
  }

  @Override
  public @Nullable F of(NodeInfo node) {
    int ordinal = generation == view.generation() ? view.ordinal(node.name()) : -1;
    Kept<F> known = ordinal < 0 || view.node(ordinal) != node ? null : kept.get(ordinal);
    return known == null ? null : known.facts();
  }

  @Override
  public boolean isNamed(Object value) {
    return names.containsKey(value);
  }

  @Override
  public Object identity() {
    return identity;
  }

  @Override
  long columnBytes() {
    return BYTES_PER_NODE * kept.size()
        + BYTES_PER_SUBJECT * users.size()
        + BYTES_PER_NAME * names.size();
  }
}
