package dev.berth.plugins.podtopologyspread;

import dev.berth.columns.DomainTally;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many pods are in each domain of a constraint, at the start of an attempt.
 *
 * <p>Threading: one per attempt.
 */
sealed interface DomainCounts {

  /** How many domains there are. */
  int size();

  boolean has(String domain);

  /** 0 for a domain that is none. */
  int pods(String domain);

  /** Of the emptiest domain; {@link Integer#MAX_VALUE} when there is none. */
  int fewest();

  /** The two emptiest domains, to be kept up while pods come and go in a dry run. */
  CriticalPaths criticalPaths();

  /** Counted for the attempt. */
  final class Anew implements DomainCounts {
    private final Map<String, Integer> pods = new HashMap<>();
    private @Nullable CriticalPaths critical;

    void add(String domain, int count) {
      pods.merge(domain, count, Integer::sum);
    }

    @Override
    public int size() {
      return pods.size();
    }

    @Override
    public boolean has(String domain) {
      return pods.containsKey(domain);
    }

    @Override
    public int pods(String domain) {
      return pods.getOrDefault(domain, 0);
    }

    @Override
    public int fewest() {
      return criticalPaths().fewest();
    }

    @Override
    public CriticalPaths criticalPaths() {
      CriticalPaths known = critical;
      if (known == null) {
        known = new CriticalPaths();
        pods.forEach(known::begin);
        critical = known;
      }
      return known;
    }
  }

  /** Kept by the view. */
  final class Kept implements DomainCounts {
    private final DomainTally tally;
    private final int fewest;
    private @Nullable CriticalPaths critical;

    Kept(DomainTally tally) {
      this.tally = tally;
      this.fewest = (int) Math.min(Integer.MAX_VALUE, tally.fewest());
    }

    DomainTally tally() {
      return tally;
    }

    private int find(String domain) {
      return tally.column().find(domain);
    }

    @Override
    public int size() {
      return tally.domains();
    }

    @Override
    public boolean has(String domain) {
      return tally.members(find(domain)) > 0;
    }

    @Override
    public int pods(String domain) {
      return (int) tally.sum(find(domain));
    }

    @Override
    public int fewest() {
      return fewest;
    }

    @Override
    public CriticalPaths criticalPaths() {
      CriticalPaths known = critical;
      if (known == null) {
        known = new CriticalPaths();
        for (int domain = 0; domain < tally.bound(); domain++) {
          if (tally.members(domain) > 0) {
            known.begin(tally.column().value(domain), (int) tally.sum(domain));
          }
        }
        critical = known;
      }
      return known;
    }
  }
}
