package dev.berth.cycle;

import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.List;
import java.util.Set;

/**
 * The nodes and pods that the scheduler knows, at one moment.
 *
 * <p>Threading: immutable.
 *
 * @param nodes each with the pods that count on it, assumed ones included
 * @param elsewhere placed pods whose node is not known
 * @param queued pods of our profiles that wait, are tried or are being bound, each in its newest
 *     version; one that is assumed is also on its node
 * @param profiles whose pods without a node are known
 */
public record KnownObjects(
    List<NodeInfo> nodes, List<PodInfo> elsewhere, List<PodInfo> queued, Set<String> profiles) {}
