package dev.berth.cluster;

import dev.berth.columns.ChangeLog;
import dev.berth.columns.NodeColumns;
import dev.berth.framework.ClusterView;
import dev.berth.framework.ImageState;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.NodeMemos;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.ObjectKey;
import dev.berth.model.Resources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The mirror's nodes by dense ordinal, and everything that is kept in step with them.
 *
 * <p>Invariants, checked under assert wherever an ordinal is written:
 *
 * <ul>
 *   <li>DENSE: {@code ordinal(node(i).name()) == i} for every ordinal; removal moves the last node
 *       into the gap.
 *   <li>LOGGED: an ordinal whose node came, went, moved or changed is in the log of node objects
 *       and in that of all changes; one whose pods, or kept facts, changed is in the latter.
 *   <li>AFFINITY: an ordinal is in the set of nodes with affinity, or with required anti-affinity,
 *       exactly when its node has pods with it.
 *   <li>CLAIMS: a claim is counted once for each volume of a pod on a node that names it.
 * </ul>
 *
 * <p>Threading: the thread that owns the mirror.
 */
final class LiveView implements ClusterView {

  private final List<NodeInfo> nodes = new ArrayList<>();
  private final Map<String, Integer> ordinals = new HashMap<>();
  private final NodeColumns columns = new NodeColumns();
  private final ImageStates images = new ImageStates();
  private final OrdinalSet affinity = new OrdinalSet();
  private final OrdinalSet requiredAntiAffinity = new OrdinalSet();
  private final ClaimUses claimUses = new ClaimUses();
  private final ChangeLog nodeChanges = new ChangeLog();
  private final ChangeLog allChanges = new ChangeLog();
  private final MemoStore memos;
  private final MemoBudget budget;
  private final int maxStatuses;
  private long generation;

  /**
   * @param lookUps of the objects beside the nodes; null when the view is not kept in step with
   *     them
   */
  LiveView(MemoBudget budget, int maxStatuses, @Nullable LookUps lookUps) {
    this.budget = budget;
    this.maxStatuses = maxStatuses;
    memos = new MemoStore(this, budget, maxStatuses, lookUps);
  }

  /** A view without nodes and with memos of its own, within the same bounds. */
  LiveView empty() {
    return new LiveView(budget, maxStatuses, null);
  }

  @Override
  public int nodeCount() {
    return nodes.size();
  }

  @Override
  public NodeInfo node(int ordinal) {
    return nodes.get(ordinal);
  }

  @Override
  public int ordinal(String nodeName) {
    Integer ordinal = ordinals.get(nodeName);
    return ordinal == null ? -1 : ordinal;
  }

  @Override
  public long generation() {
    return generation;
  }

  @Override
  public @Nullable ImageState image(String normalizedName) {
    return images.find(normalizedName);
  }

  @Override
  public List<Integer> nodesWithAffinity() {
    return affinity.list();
  }

  @Override
  public List<Integer> nodesWithRequiredAntiAffinity() {
    return requiredAntiAffinity.list();
  }

  @Override
  public boolean isClaimUsed(ObjectKey claim) {
    return claimUses.any(claim);
  }

  @Override
  public NodeMemos memos() {
    return memos;
  }

  NodeColumns columns() {
    return columns;
  }

  /** The log of changes that a memo of this dependence has to read. */
  ChangeLog changes(NodeDependence dependence) {
    return switch (dependence) {
      case NODE_OBJECT -> nodeChanges;
      case NODE_AND_PODS -> allChanges;
    };
  }

  void add(NodeInfo added) {
    begin();
    int ordinal = nodes.size();
    nodes.add(added);
    ordinals.put(added.name(), ordinal);
    columns.resize(ordinal + 1);
    nodeChanges.reserve(ordinal / 2);
    allChanges.reserve(ordinal / 2);
    images.add(added.node());
    claimUses.replace(List.of(), added.podsWithVolumes());
    writeObject(ordinal);
  }

  /** The node at {@code ordinal} has the facts of another object. */
  void replaceNode(int ordinal, Node node) {
    begin();
    NodeInfo before = nodes.get(ordinal);
    // Also when the images are the same: the size may now be this node's, if no other has it.
    images.remove(before.node());
    images.add(node);
    nodes.set(ordinal, before.withNode(node));
    writeObject(ordinal);
  }

  /** The node at {@code ordinal} has other pods. */
  void replacePods(int ordinal, NodeInfo after) {
    begin();
    claimUses.replace(nodes.get(ordinal).podsWithVolumes(), after.podsWithVolumes());
    nodes.set(ordinal, after);
    writePods(ordinal);
  }

  /** Takes the node away; the last one gets its ordinal. */
  NodeInfo remove(int ordinal) {
    begin();
    int last = nodes.size() - 1;
    NodeInfo removed = nodes.get(ordinal);
    images.remove(removed.node());
    claimUses.replace(removed.podsWithVolumes(), List.of());
    ordinals.remove(removed.name());
    NodeInfo moved = nodes.remove(last);
    columns.resize(last);
    if (ordinal != last) {
      nodes.set(ordinal, moved);
      ordinals.put(moved.name(), ordinal);
      writeObject(ordinal);
    }
    affinity.set(last, false);
    requiredAntiAffinity.set(last, false);
    // LOGGED: a memo must learn that its column is too long, also when nothing moved.
    nodeChanges.add(last);
    allChanges.add(last);
    return removed;
  }

  /** Facts that are kept of a node, if there is one at that ordinal, are not those of now. */
  void factsChanged(int ordinal) {
    allChanges.add(ordinal);
  }

  /** Something else changed that an attempt may look up. */
  void otherObjectsChanged() {
    begin();
  }

  /** Codes and columns that were handed out are not used any more. */
  void safePoint() {
    memos.safePoint();
  }

  private void begin() {
    safePoint();
    generation++;
  }

  private void writeObject(int ordinal) {
    Resources allocatable = nodes.get(ordinal).allocatable();
    columns.allocatable(
        ordinal,
        allocatable.milliCpu(),
        allocatable.memoryBytes(),
        allocatable.ephemeralStorageBytes(),
        allocatable.pods());
    nodeChanges.add(ordinal);
    writePods(ordinal);
  }

  private void writePods(int ordinal) {
    NodeInfo node = nodes.get(ordinal);
    Resources used = node.requested();
    columns.used(
        ordinal,
        used.milliCpu(),
        used.memoryBytes(),
        used.ephemeralStorageBytes(),
        node.podCount());
    Resources nonZero = node.nonZeroRequested();
    columns.nonZero(ordinal, nonZero.milliCpu(), nonZero.memoryBytes());
    affinity.set(ordinal, !node.podsWithAffinity().isEmpty());
    requiredAntiAffinity.set(ordinal, !node.podsWithRequiredAntiAffinity().isEmpty());
    allChanges.add(ordinal);
    assert holdsAt(ordinal) : "view broken at ordinal " + ordinal + ", node " + node.name();
  }

  private boolean holdsAt(int ordinal) {
    NodeInfo node = nodes.get(ordinal);
    return ordinal(node.name()) == ordinal
        && ordinals.size() == nodes.size()
        && columns.size() == nodes.size()
        && affinity.has(ordinal) != node.podsWithAffinity().isEmpty()
        && requiredAntiAffinity.has(ordinal) != node.podsWithRequiredAntiAffinity().isEmpty();
  }
}
