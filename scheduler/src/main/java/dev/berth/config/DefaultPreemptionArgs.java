package dev.berth.config;

/**
 * Arguments of DefaultPreemption: how many nodes are tried for victims, the larger of the two.
 *
 * <p>Mirrors {@code ValidateDefaultPreemptionArgs} of {@code
 * apis/config/validation/validation_pluginargs.go}, Kubernetes 1.36.3.
 *
 * <p>Threading: immutable.
 *
 * @param minCandidateNodesPercentage of all nodes, 0 to 100
 */
public record DefaultPreemptionArgs(int minCandidateNodesPercentage, int minCandidateNodesAbsolute)
    implements PluginArgs {
  private static final String PERCENTAGE = "minCandidateNodesPercentage";
  private static final String ABSOLUTE = "minCandidateNodesAbsolute";

  static DefaultPreemptionArgs read(Fields fields) {
    int percentage = fields.wholeNumber(PERCENTAGE, 10, 0, 100);
    int absolute = fields.wholeNumber(ABSOLUTE, 100, 0, Integer.MAX_VALUE);
    if (percentage == 0 && absolute == 0) {
      fields.invalid(PERCENTAGE, "0", ABSOLUTE + " is 0 too; one may be 0");
      fields.invalid(ABSOLUTE, "0", PERCENTAGE + " is 0 too; one may be 0");
    }
    return new DefaultPreemptionArgs(percentage, absolute);
  }
}
