package dev.berth.framework;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One profile's plugin instances, ordered per extension point, ready for the pipeline, the queue
 * and the loop.
 *
 * <p>Threading: immutable (the plugins say their own).
 *
 * @param profile the schedulerName that pods choose it by
 * @param percentageOfNodesToScore 1..99 stops filtering early as upstream; 0 and 100 look at all
 *     nodes
 * @param unbuilt what the configuration enables and Berth does not have yet
 * @param registrations what wakes pods rejected by a plugin, by plugin name; a plugin without an
 *     entry is woken by everything
 */
public record ProfilePlugins(
    String profile,
    int percentageOfNodesToScore,
    List<PreEnqueuePlugin> preEnqueue,
    QueueSortPlugin queueSort,
    Placement placement,
    Commitment commitment,
    Unbuilt unbuilt,
    Map<String, List<EventRegistration>> registrations) {

  /** The points that decide for a node. */
  public record Placement(
      List<PreFilterPlugin> preFilter,
      List<FilterPlugin> filter,
      List<PostFilterPlugin> postFilter,
      List<PreScorePlugin> preScore,
      List<Weighted> score) {
    public Placement {
      preFilter = List.copyOf(preFilter);
      filter = List.copyOf(filter);
      postFilter = List.copyOf(postFilter);
      preScore = List.copyOf(preScore);
      score = List.copyOf(score);
    }
  }

  /**
   * Plugins that the configuration enables and that Berth knows but does not have yet.
   *
   * @param rejecting those that could hold a pod back; a pod that needs one of them is refused
   * @param scoring those that would score nodes
   */
  public record Unbuilt(Set<String> rejecting, Set<String> scoring) {
    public static final Unbuilt NONE = new Unbuilt(Set.of(), Set.of());

    public Unbuilt {
      rejecting = Set.copyOf(rejecting);
      scoring = Set.copyOf(scoring);
    }
  }

  /** The points that carry a decision out. */
  public record Commitment(
      List<ReservePlugin> reserve,
      List<PermitPlugin> permit,
      List<PreBindPlugin> preBind,
      List<BindPlugin> bind,
      List<PostBindPlugin> postBind) {
    public Commitment {
      reserve = List.copyOf(reserve);
      permit = List.copyOf(permit);
      preBind = List.copyOf(preBind);
      bind = List.copyOf(bind);
      postBind = List.copyOf(postBind);
    }
  }

  public ProfilePlugins {
    preEnqueue = List.copyOf(preEnqueue);
    registrations = Map.copyOf(registrations);
  }
}
