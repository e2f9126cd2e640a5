package dev.berth.cluster;

import dev.berth.columns.CodeColumn;
import dev.berth.columns.DomainColumn;
import dev.berth.framework.DomainRule;
import dev.berth.framework.NodeDependence;

/**
 * The codes of a rule that rejects these domains of nodes, whatever the sums are that made it so:
 * which domains are too full changes much less often than how full they are.
 *
 * <p>Changed by what changes the domain of a node, see {@link DomainMemo}, which is brought up to
 * date before it. Threading: the thread that owns the view.
 */
final class RuleMemo extends Memo<DomainRule> {

  private final DomainColumn domains;
  private final long outside;
  private final int code;
  private final int homeless;
  private final CodeColumn column = new CodeColumn();

  /**
   * @param outside the domains that are rejected, as bits by their number
   * @param code of nodes in these
   * @param homeless of nodes without a domain
   */
  RuleMemo(LiveView view, DomainColumn domains, long outside, int code, int homeless) {
    super(view, NodeDependence.NODE_OBJECT);
    this.domains = domains;
    this.outside = outside;
    this.code = code;
    this.homeless = homeless;
  }

  CodeColumn column() {
    return column;
  }

  @Override
  void resize(int nodes) {
    if (column.size() != nodes) {
      column.resize(nodes);
    }
  }

  @Override
  boolean fill(DomainRule asker) {
    for (int ordinal = 0; ordinal < view.nodeCount(); ordinal++) {
      ask(ordinal, asker);
    }
    return true;
  }

  @Override
  boolean ask(int ordinal, DomainRule asker) {
    int domain = domains.get(ordinal);
    boolean rejected = domain != DomainColumn.NONE && (outside >>> domain & 1) != 0;
    column.set(ordinal, domain == DomainColumn.NONE ? homeless : rejected ? code : 0);
    return true;
  }

  @Override
  long columnBytes() {
    return column.bytes();
  }
}
