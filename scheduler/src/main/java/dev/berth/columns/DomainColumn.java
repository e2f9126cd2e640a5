package dev.berth.columns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The domain of each node by ordinal: a small number for the value of one label.
 *
 * <p>The number of a value that no node has any more is given to the next new value, so numbers
 * stay below the most values that there were at once. A sum by domain must therefore have followed
 * every change of the nodes before it is read.
 *
 * <p>Invariant IN_USE: {@code nodes[d]} is how many ordinals are in domain {@code d}, and {@code
 * ids} has exactly the values of the domains where that is not 0.
 *
 * <p>Threading: the thread that owns the view.
 */
public final class DomainColumn {

  /** The domain of a node without the label. */
  public static final int NONE = -1;

  /** About what a value takes in the map beside its text, which the node holds. */
  private static final int BYTES_PER_VALUE = 80;

  private final Map<String, Integer> ids = new HashMap<>();
  private final List<String> values = new ArrayList<>();
  private final List<Integer> unused = new ArrayList<>();
  private int[] domains = new int[0];
  private int[] nodes = new int[0];
  private int size;
  private int without;

  public int size() {
    return size;
  }

  /** The domain of the node, or {@link #NONE}. */
  public int get(int ordinal) {
    return domains[ordinal];
  }

  /** The domain of that value, or {@link #NONE} when no node has it. */
  public int find(String value) {
    Integer id = ids.get(value);
    return id == null ? NONE : id;
  }

  /** The value of a domain that has nodes. */
  public String value(int domain) {
    return values.get(domain);
  }

  /** Every domain is below this. */
  public int bound() {
    return values.size();
  }

  /** How many domains have nodes. */
  public int count() {
    return ids.size();
  }

  /** How many nodes have no domain. */
  public int without() {
    return without;
  }

  /** Makes the column {@code nodes} long; new nodes have no domain. */
  public void resize(int count) {
    for (int i = count; i < size; i++) {
      set(i, null);
    }
    if (count > domains.length) {
      domains = Arrays.copyOf(domains, Math.max(count, domains.length + (domains.length >> 1)));
    }
    if (count > size) {
      Arrays.fill(domains, size, count, NONE);
    }
    without += count - size;
    size = count;
  }

  /** The node has this value of the label, or none. */
  public void set(int ordinal, @Nullable String value) {
    int before = domains[ordinal];
    if (before != NONE && values.get(before).equals(value)) {
      return;
    }
    if (before == NONE) {
      without--;
    } else {
      leave(before);
    }
    int after = value == null ? NONE : enter(value);
    without += after == NONE ? 1 : 0;
    domains[ordinal] = after;
  }

  private int enter(String value) {
    Integer known = ids.get(value);
    int id = known == null ? create(value) : known;
    nodes[id]++;
    return id;
  }

  private int create(String value) {
    int id = unused.isEmpty() ? values.size() : unused.removeLast();
    if (id == values.size()) {
      values.add(value);
      if (id == nodes.length) {
        nodes = Arrays.copyOf(nodes, Math.max(8, 2 * id));
      }
    } else {
      values.set(id, value);
    }
    ids.put(value, id);
    return id;
  }

  private void leave(int domain) {
    if (--nodes[domain] == 0) {
      ids.remove(values.get(domain));
      unused.add(domain);
    }
  }

  int[] array() {
    return domains;
  }

  public long bytes() {
    return 4L * domains.length + 4L * nodes.length + (long) BYTES_PER_VALUE * values.size();
  }
}
