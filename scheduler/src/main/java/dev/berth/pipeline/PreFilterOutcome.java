package dev.berth.pipeline;

import dev.berth.framework.Status;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What all PreFilter plugins said together.
 *
 * <p>Threading: immutable.
 */
public sealed interface PreFilterOutcome {

  /** What came out, in one status. */
  Status status();

  /**
   * Nodes are to be filtered: all of them ({@code nodeNames} null) or only the named ones; {@code
   * narrowedBy} are the plugins that named some.
   */
  record Candidates(@Nullable Set<String> nodeNames, Set<String> narrowedBy)
      implements PreFilterOutcome {

    @Override
    public Status status() {
      return Status.success();
    }

    static final Candidates ALL = new Candidates(null, Set.of());

    /** The status of nodes outside of the named ones. */
    public Status absentStatus() {
      return Status.unresolvable("node(s) didn't satisfy plugin(s) " + GoText.list(narrowedBy));
    }
  }

  /** The pod is rejected as a whole. */
  record Rejected(Status status, Set<String> narrowedBy) implements PreFilterOutcome {}

  /** A plugin failed. */
  record Failed(Status.Error error) implements PreFilterOutcome {
    @Override
    public Status status() {
      return error;
    }
  }
}
