package dev.berth.columns;

import java.util.Arrays;

/**
 * A number for each node that counts, and the sums of these by domain.
 *
 * <p>Invariant SUMS: {@code sums[d]} is the sum of {@code amounts[i]}, and {@code members[d]} the
 * number of ordinals {@code i}, with {@code places[i] == d}; an ordinal that does not count has
 * place {@link DomainColumn#NONE} and amount 0. {@link #holds} counts anew.
 *
 * <p>Threading: the thread that owns the view.
 */
public final class DomainTally {

  private final DomainColumn column;
  private int[] places = new int[0];
  private long[] amounts = new long[0];
  private long[] sums = new long[0];
  private int[] members = new int[0];
  private int size;
  private int domains;
  private long total;

  public DomainTally(DomainColumn column) {
    this.column = column;
  }

  /** The domains of the nodes, also of those that do not count. */
  public DomainColumn column() {
    return column;
  }

  /** Makes the tally {@code nodes} long; new nodes do not count. */
  public void resize(int nodes) {
    for (int i = nodes; i < size; i++) {
      leaveOut(i);
    }
    if (nodes > places.length) {
      int capacity = Math.max(nodes, places.length + (places.length >> 1));
      places = Arrays.copyOf(places, capacity);
      amounts = Arrays.copyOf(amounts, capacity);
    }
    if (nodes > size) {
      Arrays.fill(places, size, nodes, DomainColumn.NONE);
    }
    size = nodes;
  }

  /** No node counts. */
  public void clear() {
    Arrays.fill(places, 0, size, DomainColumn.NONE);
    Arrays.fill(amounts, 0, size, 0);
    Arrays.fill(sums, 0);
    Arrays.fill(members, 0);
    domains = 0;
    total = 0;
  }

  /** The node counts, with this amount, in the domain that the column says, if any. */
  public void put(int ordinal, long amount) {
    leaveOut(ordinal);
    int domain = column.get(ordinal);
    if (domain == DomainColumn.NONE) {
      return;
    }
    if (domain >= sums.length) {
      int room = Math.max(column.bound(), Math.min(2 * sums.length, column.bound() + size));
      sums = Arrays.copyOf(sums, room);
      members = Arrays.copyOf(members, room);
    }
    places[ordinal] = domain;
    amounts[ordinal] = amount;
    sums[domain] += amount;
    total += amount;
    domains += members[domain]++ == 0 ? 1 : 0;
  }

  /** The node does not count. */
  public void leaveOut(int ordinal) {
    int domain = places[ordinal];
    if (domain != DomainColumn.NONE) {
      sums[domain] -= amounts[ordinal];
      total -= amounts[ordinal];
      domains -= --members[domain] == 0 ? 1 : 0;
      places[ordinal] = DomainColumn.NONE;
      amounts[ordinal] = 0;
    }
  }

  /** The amount of one node. */
  public long amount(int ordinal) {
    return amounts[ordinal];
  }

  /** The sum of a domain; 0 for {@link DomainColumn#NONE}. */
  public long sum(int domain) {
    return domain >= 0 && domain < sums.length ? sums[domain] : 0;
  }

  /** How many nodes count in the domain. */
  public int members(int domain) {
    return domain >= 0 && domain < members.length ? members[domain] : 0;
  }

  /** How many domains have a node that counts. */
  public int domains() {
    return domains;
  }

  /** The sum of all domains. */
  public long total() {
    return total;
  }

  /** Every domain with a node that counts is below this. */
  public int bound() {
    return sums.length;
  }

  /** The lowest sum of a domain with a node that counts; the highest number there is if none. */
  public long fewest() {
    long fewest = Long.MAX_VALUE;
    for (int domain = 0; domain < sums.length; domain++) {
      fewest = members[domain] > 0 ? Math.min(fewest, sums[domain]) : fewest;
    }
    return fewest;
  }

  /** True when all sums, that of domains without a node that counts being 0, are in the range. */
  public boolean isWithin(long atLeast, long atMost) {
    if ((atLeast > 0 || atMost < 0) && column.count() > domains) {
      return false;
    }
    for (int domain = 0; domain < sums.length; domain++) {
      if (members[domain] > 0 && (sums[domain] < atLeast || sums[domain] > atMost)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the domains are few enough for {@link #outside}. */
  public boolean hasFewDomains() {
    return column.bound() <= Long.SIZE;
  }

  /**
   * The domains whose sum is not in the range, as bits by their number. Only for {@link
   * #hasFewDomains few domains}.
   */
  public long outside(long atLeast, long atMost) {
    long outside = 0;
    for (int domain = 0; domain < column.bound(); domain++) {
      long sum = sum(domain);
      outside |= sum < atLeast || sum > atMost ? 1L << domain : 0;
    }
    return outside;
  }

  /**
   * Writes codes of nodes that still pass.
   *
   * @param outside where the sum of the node's domain is below {@code atLeast} or above {@code
   *     atMost}
   * @param homeless where the node has no domain; 0 leaves it as it is
   */
  public void reject(CodeColumn into, long atLeast, long atMost, int outside, int homeless) {
    int[] domainOf = column.array();
    for (int i = into.nextPassing(0); i >= 0; i = into.nextPassing(i + 1)) {
      int domain = domainOf[i];
      if (domain == DomainColumn.NONE) {
        if (homeless != 0) {
          into.set(i, homeless);
        }
      } else {
        long sum = sum(domain);
        if (sum < atLeast || sum > atMost) {
          into.set(i, outside);
        }
      }
    }
  }

  /** Adds {@code factor} times the sum of its domain to every node that has one. */
  public void addScaled(ScoreColumn into, long factor) {
    int[] domainOf = column.array();
    long[] scores = into.array();
    long[] mine = sums;
    for (int i = 0, n = size; i < n; i++) {
      int domain = domainOf[i];
      if (domain >= 0 && domain < mine.length) {
        scores[i] += factor * mine[domain];
      }
    }
  }

  /** SUMS, counted anew. O(nodes). */
  public boolean holds() {
    DomainTally anew = new DomainTally(column);
    anew.resize(size);
    for (int i = 0; i < size; i++) {
      if (places[i] != DomainColumn.NONE) {
        anew.put(i, amounts[i]);
        if (anew.places[i] != places[i]) {
          return false;
        }
      }
    }
    return anew.sameAs(this);
  }

  private boolean sameAs(DomainTally other) {
    boolean same = domains == other.domains && total == other.total;
    for (int d = 0; d < Math.max(bound(), other.bound()); d++) {
      same &= sum(d) == other.sum(d) && members(d) == other.members(d);
    }
    return same;
  }

  public long bytes() {
    return 12L * places.length + 12L * sums.length;
  }
}
