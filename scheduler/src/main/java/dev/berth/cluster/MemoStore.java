package dev.berth.cluster;

import dev.berth.columns.CodeColumn;
import dev.berth.columns.DomainColumn;
import dev.berth.columns.DomainTally;
import dev.berth.columns.Ranking;
import dev.berth.columns.ScoreColumn;
import dev.berth.columns.WeightedColumns;
import dev.berth.framework.CycleState;
import dev.berth.framework.DomainRule;
import dev.berth.framework.KeptFacts;
import dev.berth.framework.MemoizedFilter;
import dev.berth.framework.MemoizedScore;
import dev.berth.framework.NodeFacts;
import dev.berth.framework.NodeMemos;
import dev.berth.framework.NodeTally;
import dev.berth.framework.PlacedTerms;
import dev.berth.framework.Plugin;
import dev.berth.framework.ScoreException;
import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;
import dev.berth.model.PodInfo;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memos of one view, by plugin and aspect, the least recently used one first to go.
 *
 * <p>A column that was handed out is never used for anything else, so it stays readable when its
 * memo goes; it is brought up to date in place, so its content is that of the view only until the
 * view changes.
 *
 * <p>A memo asks its plugin about all nodes, also about those that the attempt never gets to,
 * because another plugin rejects them. So a failure there (an error, an exception) is not a failure
 * of the attempt yet: it is not remembered, and null sends the caller to the scalar form, which
 * asks about the nodes that matter. Threading: the thread that owns the view.
 */
final class MemoStore implements NodeMemos {

  private static final Logger LOG = LoggerFactory.getLogger(MemoStore.class);

  /** What a memo is found by; equal plugins with equal aspects share one. */
  private sealed interface Key {}

  private record FilterKey(MemoizedFilter plugin, Object aspect) implements Key {}

  private record ScoreKey(MemoizedScore plugin, Object aspect) implements Key {}

  private record FirstOfKey(List<CodeColumn> columns) implements Key {}

  private record RankingKey(WeightedColumns sum) implements Key {}

  private record DomainKey(String topologyKey) implements Key {}

  private record TallyKey(NodeTally tally) implements Key {}

  private record RuleKey(DomainColumn domains, long outside, int code, int homeless)
      implements Key {}

  private record FactsKey(NodeFacts<?> facts) implements Key {}

  private enum TermsKey implements Key {
    ALL
  }

  private static final int MOST_COMPLAINTS = 100;

  private final LiveView view;
  private final MemoBudget budget;
  private final int maxStatuses;
  private final @Nullable LookUps lookUps;
  private final Map<Key, Memo<?>> memos = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Plugin, PluginCodes> codesOfPlugins = new HashMap<>();
  private final Set<String> complainedOf = new HashSet<>();
  private StatusTable table = new StatusTable();
  private long bytes;

  MemoStore(LiveView view, MemoBudget budget, int maxStatuses, @Nullable LookUps lookUps) {
    this.view = view;
    this.budget = budget;
    this.maxStatuses = maxStatuses;
    this.lookUps = lookUps;
  }

  @Override
  public StatusCodes codes() {
    return table;
  }

  @Override
  public @Nullable CodeColumn filter(MemoizedFilter plugin, CycleState state, PodInfo pod) {
    try {
      Object aspect = plugin.filterAspect(state, pod);
      FilterMemo memo = aspect == null ? null : filterMemo(new FilterKey(plugin, aspect));
      return memo != null && refresh(memo, new PodAttempt(state, pod)) ? memo.column() : null;
    } catch (ScoreException | RuntimeException thrown) {
      complain("plugin " + plugin.name(), thrown);
      return null;
    }
  }

  @Override
  public @Nullable ScoreColumn score(MemoizedScore plugin, CycleState state, PodInfo pod) {
    try {
      Object aspect = plugin.scoreAspect(state, pod, view);
      ScoreMemo memo = aspect == null ? null : scoreMemo(new ScoreKey(plugin, aspect));
      return memo != null && refresh(memo, new PodAttempt(state, pod)) ? memo.column() : null;
    } catch (ScoreException | RuntimeException thrown) {
      complain("plugin " + plugin.name(), thrown);
      return null;
    }
  }

  @Override
  public @Nullable CodeColumn filter(DomainRule rule) {
    DomainTally tally = rule.tally();
    if (!tally.hasFewDomains()) {
      return null;
    }
    long outside = tally.outside(rule.atLeast(), rule.atMost());
    int code = table.codeOf(rule.otherwise());
    Status withoutDomain = rule.withoutDomain();
    int homeless = withoutDomain == null ? 0 : table.codeOf(withoutDomain);
    RuleKey key = new RuleKey(tally.column(), outside, code, homeless);
    RuleMemo known = (RuleMemo) memos.get(key);
    RuleMemo memo =
        known != null
            ? known
            : added(key, new RuleMemo(view, tally.column(), outside, code, homeless));
    followed(memo, rule);
    return memo.column();
  }

  @Override
  public @Nullable CodeColumn firstOf(List<CodeColumn> columns) {
    FirstOfMemo memo = (FirstOfMemo) memos.get(new FirstOfKey(columns));
    if (memo == null) {
      added(new FirstOfKey(List.copyOf(columns)), new FirstOfMemo(view));
      return null;
    }
    followed(memo, columns);
    return memo.column();
  }

  @Override
  public @Nullable Ranking ranking(WeightedColumns sum) {
    RankingMemo memo = (RankingMemo) memos.get(new RankingKey(sum));
    if (memo == null) {
      added(new RankingKey(sum.copy()), new RankingMemo(view));
      return null;
    }
    followed(memo, sum);
    return memo.ranking();
  }

  @Override
  public @Nullable DomainTally tally(NodeTally key) {
    try {
      DomainMemo domains = domainMemo(key.topologyKey());
      TallyMemo memo = tallyMemo(key, domains);
      followed(domains, key.topologyKey());
      followed(memo, key);
      return memo.tally();
    } catch (RuntimeException thrown) {
      complain(key.toString(), thrown);
      return null;
    }
  }

  @Override
  public <F> @Nullable KeptFacts<F> facts(NodeFacts<F> key) {
    if (lookUps == null) {
      return null;
    }
    FactsKey by = new FactsKey(key);
    try {
      FactsMemo<F> memo = factsMemo(by, key, lookUps);
      followed(memo, key);
      memo.refreshed();
      return memo;
    } catch (RuntimeException thrown) {
      // It has lost track of what changes: what follows from it must not be found again.
      Memo<?> broken = memos.remove(by);
      if (broken != null) {
        dropped(broken);
      }
      complain(key.toString(), thrown);
      return null;
    }
  }

  @Override
  public PlacedTerms placedTerms() {
    TermMemo known = (TermMemo) memos.get(TermsKey.ALL);
    TermMemo memo = known != null ? known : added(TermsKey.ALL, new TermMemo(view));
    followed(memo, view);
    return memo.terms();
  }

  @SuppressWarnings("unchecked") // the key ties the facts' type to the memo's
  private <F> FactsMemo<F> factsMemo(FactsKey by, NodeFacts<F> key, LookUps noting) {
    FactsMemo<F> known = (FactsMemo<F>) memos.get(by);
    if (known != null) {
      return known;
    }
    FactsMemo<F> made = added(by, new FactsMemo<>(view, key, noting));
    noting.follow(made);
    return made;
  }

  private DomainMemo domainMemo(String topologyKey) {
    DomainKey key = new DomainKey(topologyKey);
    DomainMemo known = (DomainMemo) memos.get(key);
    return known != null ? known : added(key, new DomainMemo(view));
  }

  /** Domains that were forgotten meanwhile come back with other numbers, and so must the sums. */
  private TallyMemo tallyMemo(NodeTally tally, DomainMemo domains) {
    TallyKey key = new TallyKey(tally);
    TallyMemo known = (TallyMemo) memos.get(key);
    if (known != null && known.isOver(domains)) {
      return known;
    }
    bytes -= known == null ? 0 : known.bytes();
    return added(key, new TallyMemo(view, domains));
  }

  /** What follows from columns can always be worked out: no plugin is asked. */
  private <A> void followed(Memo<A> memo, A asker) {
    try {
      if (!refresh(memo, asker)) {
        throw new IllegalStateException("a memo over memos has no answer");
      }
    } catch (ScoreException impossible) {
      throw new IllegalStateException("a memo over memos asked a plugin", impossible);
    }
  }

  private FilterMemo filterMemo(FilterKey key) {
    FilterMemo known = (FilterMemo) memos.get(key);
    return known != null
        ? known
        : added(key, new FilterMemo(view, key.plugin(), codesOf(key.plugin())));
  }

  private ScoreMemo scoreMemo(ScoreKey key) {
    ScoreMemo known = (ScoreMemo) memos.get(key);
    return known != null ? known : added(key, new ScoreMemo(view, key.plugin()));
  }

  /**
   * The view is about to change, or an attempt has ended: no code that was handed out is needed any
   * more. So a table of too many statuses can start again, and every memo with it.
   */
  void safePoint() {
    if (table.size() > maxStatuses) {
      table = new StatusTable();
      codesOfPlugins.clear();
      memos.values().forEach(this::dropped);
      memos.clear();
    }
  }

  int count() {
    return memos.size();
  }

  long bytes() {
    return bytes;
  }

  private PluginCodes codesOf(Plugin plugin) {
    return codesOfPlugins.computeIfAbsent(plugin, p -> new PluginCodes(p.name(), table));
  }

  private <M extends Memo<?>> M added(Key key, M memo) {
    memos.put(key, memo);
    bytes += memo.bytes();
    return memo;
  }

  private void complain(String who, Exception thrown) {
    if (complainedOf.size() < MOST_COMPLAINTS && complainedOf.add(who)) {
      LOG.warn(
          "{} threw while its answers were being remembered; it is asked node by node instead",
          who,
          thrown);
    }
  }

  private <A> boolean refresh(Memo<A> memo, A asker) throws ScoreException {
    long before = memo.bytes();
    try {
      return memo.refresh(asker);
    } finally {
      bytes += memo.bytes() - before;
      evict();
    }
  }

  private void evict() {
    long maxBytes = budget.of(view.nodeCount());
    while (bytes > maxBytes && memos.size() > 1) {
      var eldest = memos.entrySet().iterator();
      dropped(eldest.next().getValue());
      eldest.remove();
    }
  }

  /** The memo is not found any more. */
  private void dropped(Memo<?> memo) {
    bytes -= memo.bytes();
    if (lookUps != null && memo instanceof FactsMemo<?> facts) {
      lookUps.leave(facts);
    }
  }
}
