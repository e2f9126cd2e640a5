package dev.berth.plugins.interpodaffinity;

import dev.berth.framework.NodeTally;
import dev.berth.framework.PlacedTerm;
import dev.berth.model.AffinityTerm;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodAffinity;
import dev.berth.model.PodInfo;
import dev.berth.model.WeightedAffinityTerm;
import java.util.List;

/**
 * How often placed pods have one term: the key of these counts. Which pods the term means, and with
 * that the labels of namespaces, does not matter here.
 *
 * <p>Threading: immutable.
 */
record HeldTerms(PlacedTerm placed) implements NodeTally {

  @Override
  public String topologyKey() {
    return placed.term().topologyKey();
  }

  @Override
  public boolean includes(Node node) {
    return true;
  }

  @Override
  public long count(NodeInfo node) {
    long count = 0;
    List<PodInfo> pods = node.podsWithAffinity();
    for (int i = 0; i < pods.size(); i++) {
      PodAffinity affinity = pods.get(i).affinity();
      count +=
          switch (placed.sort()) {
            case REQUIRED -> timesIn(affinity.required());
            case REQUIRED_ANTI -> timesIn(affinity.requiredAnti());
            case PREFERRED -> weightedTimesIn(affinity.preferred());
            case PREFERRED_ANTI -> weightedTimesIn(affinity.preferredAnti());
          };
    }
    return count;
  }

  private int timesIn(List<AffinityTerm> terms) {
    int times = 0;
    for (int i = 0; i < terms.size(); i++) {
      times += terms.get(i).equals(placed.term()) ? 1 : 0;
    }
    return times;
  }

  private int weightedTimesIn(List<WeightedAffinityTerm> terms) {
    int times = 0;
    for (int i = 0; i < terms.size(); i++) {
      WeightedAffinityTerm weighted = terms.get(i);
      boolean same = weighted.weight() == placed.weight() && weighted.term().equals(placed.term());
      times += same ? 1 : 0;
    }
    return times;
  }
}
