package dev.berth.config;

/**
 * Arguments of DefaultPreemption: how many nodes are tried for victims, the larger of the two.
 *
 * <p>Threading: immutable.
 *
 * @param minCandidateNodesPercentage of all nodes, 0 to 100
 */
public record DefaultPreemptionArgs(int minCandidateNodesPercentage, int minCandidateNodesAbsolute)
    implements PluginArgs {
  static DefaultPreemptionArgs read(Fields fields) {
    int percentage = fields.wholeNumber("minCandidateNodesPercentage", 10, 0, 100);
    int absolute = fields.wholeNumber("minCandidateNodesAbsolute", 100, 0, Integer.MAX_VALUE);
    if (percentage == 0 && absolute == 0) {
      fields.invalid(
          "minCandidateNodesPercentage", "0", "minCandidateNodesAbsolute is 0 too; one may be 0");
    }
    return new DefaultPreemptionArgs(percentage, absolute);
  }
}
