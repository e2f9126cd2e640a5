package dev.berth.plugins;

import dev.berth.framework.ClusterView;
import dev.berth.framework.FeasibleNodes;
import dev.berth.framework.ImageState;
import dev.berth.framework.NodeMemos;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A view of a few nodes, all of them feasible, without any memory. */
public record TestView(List<NodeInfo> nodes) implements ClusterView, FeasibleNodes {

  public static TestView of(Node.Builder... nodes) {
    return new TestView(List.of(nodes).stream().map(Make::info).toList());
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
    return IntStream.range(0, nodes.size())
        .filter(i -> nodes.get(i).name().equals(nodeName))
        .findFirst()
        .orElse(-1);
  }

  @Override
  public long generation() {
    return 1;
  }

  /**
   * As the mirror keeps it: the size that the first node reports, and how many nodes report any.
   */
  @Override
  public @Nullable ImageState image(String normalizedName) {
    List<Long> sizes =
        nodes.stream()
            .map(node -> node.node().imageSizes().get(normalizedName))
            .filter(size -> size != null)
            .toList();
    return sizes.isEmpty() ? null : new ImageState(sizes.getFirst(), sizes.size());
  }

  @Override
  public List<Integer> nodesWithAffinity() {
    return IntStream.range(0, nodes.size())
        .filter(i -> !nodes.get(i).podsWithAffinity().isEmpty())
        .boxed()
        .toList();
  }

  @Override
  public List<Integer> nodesWithRequiredAntiAffinity() {
    return IntStream.range(0, nodes.size())
        .filter(i -> !nodes.get(i).podsWithRequiredAntiAffinity().isEmpty())
        .boxed()
        .toList();
  }

  @Override
  public NodeMemos memos() {
    throw new UnsupportedOperationException("this view remembers nothing");
  }

  @Override
  public int count() {
    return nodes.size();
  }

  @Override
  public int next(int from) {
    return from < nodes.size() ? from : -1;
  }
}
