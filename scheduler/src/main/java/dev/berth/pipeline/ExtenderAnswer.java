package dev.berth.pipeline;

import dev.berth.framework.Status;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What came of asking extenders.
 *
 * <p>Threading: immutable.
 */
public sealed interface ExtenderAnswer {

  ExtenderQuestion question();

  /** One that may not fail did. */
  record Failed(ExtenderQuestion question, Status.Error error) implements ExtenderAnswer {}

  /**
   * They said which nodes remain.
   *
   * @param passing names of nodes that none of them rejected
   * @param rejections by node, in the name of the extender; without a reason where it left a node
   *     out and did not say why; any names
   */
  record Judged(
      ExtenderQuestion question,
      Set<String> passing,
      Map<String, Status> rejections,
      List<Points> scores)
      implements ExtenderAnswer {
    public Judged {
      passing = Set.copyOf(passing);
      rejections = Map.copyOf(rejections);
      scores = List.copyOf(scores);
    }

    /** What all of them together give to that node. */
    long pointsOf(String node) {
      long sum = 0;
      for (Points points : scores) {
        sum += points.of(node);
      }
      return sum;
    }
  }

  /** What one extender adds to the totals of nodes. */
  record Points(String extender, Map<String, Long> byNode) {
    public Points {
      byNode = Map.copyOf(byNode);
    }

    long of(String node) {
      return byNode.getOrDefault(node, 0L);
    }
  }
}
