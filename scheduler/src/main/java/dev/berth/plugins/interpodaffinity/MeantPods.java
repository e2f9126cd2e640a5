package dev.berth.plugins.interpodaffinity;

import dev.berth.framework.NodeTally;
import dev.berth.model.AffinityTerm;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.List;

/**
 * The placed pods that terms of an incoming pod mean, all of the terms together: the key of their
 * counts. The names of the namespaces that a term selects by label are in the term, so a change of
 * namespaces makes another key.
 *
 * <p>Threading: immutable.
 */
record MeantPods(String topologyKey, List<AffinityTerm> terms) implements NodeTally {

  static MeantPods of(AffinityTerm term) {
    return new MeantPods(term.topologyKey(), List.of(term));
  }

  @Override
  public boolean includes(Node node) {
    return true;
  }

  @Override
  public long count(NodeInfo node) {
    long count = 0;
    List<PodInfo> pods = node.pods();
    for (int i = 0; i < pods.size(); i++) {
      count += IncomingPod.allMean(terms, pods.get(i)) ? 1 : 0;
    }
    return count;
  }
}
