package dev.berth.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What only Berth knows: the document of kind {@code BerthConfiguration}.
 *
 * <p>Threading: immutable.
 *
 * @param allowDefaultScheduler the name {@code default-scheduler} and kube-scheduler's lease may be
 *     used
 * @param deterministic among equally good nodes always the same one is taken
 * @param seed of all random choices; null means another one at every start
 * @param maxBindsInFlight Bindings that may be on their way to the API server at once
 * @param driftCheckInterval how often what is known of pods and nodes is compared with the API
 *     server; zero for never
 * @param countCheckInterval in one decision of so many, counts that are kept for affinity,
 *     spreading, volumes and devices are compared with new ones; 0 for never
 * @param extender how a kube-scheduler may ask us; null for not at all
 */
public record OwnSettings(
    boolean allowDefaultScheduler,
    boolean deterministic,
    @Nullable Long seed,
    DecisionRecords decisionRecords,
    int maxBindsInFlight,
    Duration driftCheckInterval,
    int countCheckInterval,
    @Nullable ExtenderFacade extender) {
  static final String VERSION = "berth.dev/v1alpha1";
  static final String KIND = "BerthConfiguration";

  private static final int DEFAULT_BINDS = 100;
  private static final int MOST_BINDS = 10_000;
  private static final int DEFAULT_COUNT_CHECK = 1_000;
  private static final Duration DEFAULT_DRIFT_CHECK = Duration.ofMinutes(5);
  private static final Duration SHORTEST_DRIFT_CHECK = Duration.ofSeconds(30);

  /** With nothing configured. */
  public static final OwnSettings DEFAULTS =
      Fields.read(null, KIND, new Findings(), OwnSettings::read);

  /**
   * How much is kept about decisions.
   *
   * @param recordBytes of one decision at most
   * @param storeBytes of all decisions together at most; 0 keeps none
   */
  public record DecisionRecords(int recordBytes, long storeBytes) {
    private static final int LEAST_RECORD = 1 << 10;
    private static final int DEFAULT_RECORD = 4 << 10;
    private static final int MOST_RECORD = 64 << 10;
    private static final long DEFAULT_STORE = 64L << 20;
    private static final long MOST_STORE = 16L << 30;

    static DecisionRecords read(Fields fields) {
      return new DecisionRecords(
          fields.wholeNumber("recordBytes", DEFAULT_RECORD, LEAST_RECORD, MOST_RECORD),
          fields.wholeNumber("storeBytes", DEFAULT_STORE, 0L, MOST_STORE));
    }
  }

  /** The same, with kube-scheduler's names allowed. */
  OwnSettings allowingDefaultScheduler() {
    return new OwnSettings(
        true,
        deterministic,
        seed,
        decisionRecords,
        maxBindsInFlight,
        driftCheckInterval,
        countCheckInterval,
        extender);
  }

  static OwnSettings read(Fields fields) {
    fields.mustBe("apiVersion", VERSION);
    fields.mustBe("kind", KIND);
    return new OwnSettings(
        fields.flag("allowDefaultScheduler", false),
        fields.flag("deterministic", false),
        fields.wholeNumber("seed"),
        fields.object("decisionRecords", DecisionRecords::read),
        fields.wholeNumber("maxBindsInFlight", DEFAULT_BINDS, 1, MOST_BINDS),
        driftCheckInterval(fields),
        fields.wholeNumber("countCheckInterval", DEFAULT_COUNT_CHECK, 0, Integer.MAX_VALUE),
        ExtenderFacade.read(fields));
  }

  private static Duration driftCheckInterval(Fields fields) {
    Duration interval = fields.duration("driftCheckInterval", DEFAULT_DRIFT_CHECK);
    if (!interval.isZero() && interval.compareTo(SHORTEST_DRIFT_CHECK) < 0) {
      fields.problem(
          "driftCheckInterval", "is too short; allowed is 0s for never, or 30s and more");
    }
    return interval;
  }
}
