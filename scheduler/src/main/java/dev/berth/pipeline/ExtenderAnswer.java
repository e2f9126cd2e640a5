package dev.berth.pipeline;

import dev.berth.framework.PreemptionCandidate;
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

  /** What came of asking them about nodes. */
  sealed interface OfNodes extends ExtenderAnswer {
    @Override
    ExtenderQuestion.AboutNodes question();
  }

  /** What came of asking them about evictions. */
  sealed interface OfVictims extends ExtenderAnswer {
    @Override
    ExtenderQuestion.AboutVictims question();
  }

  /** One that may not fail did. */
  record Failed(ExtenderQuestion.AboutNodes question, Status.Error error) implements OfNodes {}

  /** One that may not fail did. */
  record FailedReview(ExtenderQuestion.AboutVictims question, String why) implements OfVictims {}

  /**
   * They said which evictions may be made.
   *
   * @param left as the last of them left them; maybe none
   */
  record Reviewed(ExtenderQuestion.AboutVictims question, List<PreemptionCandidate> left)
      implements OfVictims {
    public Reviewed {
      left = List.copyOf(left);
    }
  }

  /**
   * They said which nodes remain.
   *
   * @param passing names of nodes that none of them rejected
   * @param rejections by node, in the name of the extender; without a reason where it left a node
   *     out and did not say why; any names
   */
  record Judged(
      ExtenderQuestion.AboutNodes question,
      Set<String> passing,
      Map<String, Status> rejections,
      List<Points> scores)
      implements OfNodes {
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
