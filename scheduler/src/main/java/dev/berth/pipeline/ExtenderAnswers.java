package dev.berth.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * What extenders have said so far in one attempt: the last of each subject.
 *
 * <p>Threading: immutable.
 *
 * @param promised about the promised node
 * @param all about the nodes that passed
 * @param victims about evictions
 */
public record ExtenderAnswers(
    ExtenderAnswer.@Nullable OfNodes promised,
    ExtenderAnswer.@Nullable OfNodes all,
    ExtenderAnswer.@Nullable OfVictims victims) {

  /** Nobody was asked yet. */
  public static final ExtenderAnswers NONE = new ExtenderAnswers(null, null, null);

  public ExtenderAnswers with(ExtenderAnswer answer) {
    return switch (answer) {
      case ExtenderAnswer.OfVictims ofVictims -> new ExtenderAnswers(promised, all, ofVictims);
      case ExtenderAnswer.OfNodes ofNodes ->
          switch (ofNodes.question().subject()) {
            case PROMISED_NODE -> new ExtenderAnswers(ofNodes, all, victims);
            case ALL -> new ExtenderAnswers(promised, ofNodes, victims);
          };
    };
  }
}
