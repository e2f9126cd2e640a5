package dev.berth.framework;

import java.util.List;
import java.util.Map;

/**
 * One profile's plugin instances, ordered per extension point, ready for the pipeline, the queue
 * and the loop.
 *
 * <p>Threading: immutable (the plugins say their own).
 *
 * @param profile the schedulerName that pods choose it by
 * @param percentageOfNodesToScore 1..99 stops filtering early as upstream; 0 and 100 look at all
 *     nodes
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
