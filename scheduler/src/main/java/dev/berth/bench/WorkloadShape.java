package dev.berth.bench;

import dev.berth.bench.PodTemplate.Part;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the nodes and pods of a workload are made from.
 *
 * <p>Threading: immutable.
 *
 * @param placed pods that are there before others come, in turn
 * @param pending pods that come, in turn by their number
 * @param namespaces that placed pods are in, in turn; 0: they are where the others are
 */
record WorkloadShape(
    NodeTemplate nodes, List<PodTemplate> placed, List<PodTemplate> pending, int namespaces) {

  WorkloadShape {
    placed = List.copyOf(placed);
    pending = List.copyOf(pending);
  }

  /** All pods are of one kind. */
  static WorkloadShape of(PodTemplate pods) {
    return before(pods).then(pods);
  }

  /** With these pods placed, one after the other. */
  static WorkloadShape before(PodTemplate... placed) {
    return new WorkloadShape(NodeTemplate.PLAIN, List.of(placed), List.of(PodTemplate.PLAIN), 0);
  }

  /** The same with these pods to come. */
  WorkloadShape then(PodTemplate... coming) {
    return new WorkloadShape(nodes, placed, List.of(coming), namespaces);
  }

  /** The same with one pod of so many of this kind. */
  WorkloadShape oneOf(int pods, PodTemplate rare) {
    List<PodTemplate> others = Collections.nCopies(pods - 1, pending.getFirst());
    return new WorkloadShape(
        nodes, placed, Stream.concat(Stream.of(rare), others.stream()).toList(), namespaces);
  }

  /** The same on other nodes. */
  WorkloadShape on(NodeTemplate others) {
    return new WorkloadShape(others, placed, pending, namespaces);
  }

  /** The same with placed pods in so many namespaces of their own. */
  WorkloadShape placedIn(int others) {
    return new WorkloadShape(nodes, placed, pending, others);
  }

  /**
   * The kind of a pod that is placed in turn on the nodes, so that each node gets all kinds: those
   * of which it can have one it gets once.
   */
  PodTemplate placedOn(int node, int lap) {
    return placed.get((node + lap) % placed.size());
  }

  PodTemplate pending(int pod) {
    return pending.get(pod % pending.size());
  }

  /** How many nodes have room for so many pods of both sorts, with none of them shared. */
  int nodesFor(int earlier, int coming) {
    return (int) Math.ceil(nodesFor(placed, earlier) + nodesFor(pending, coming));
  }

  private static double nodesFor(List<PodTemplate> kinds, int pods) {
    double each = (double) pods / kinds.size();
    return kinds.stream().mapToDouble(kind -> each / kind.podsOfANode()).sum();
  }

  /** Whether some of the pods have this. */
  boolean has(Part part) {
    return Stream.concat(placed.stream(), pending.stream()).anyMatch(kind -> kind.has(part));
  }
}
