package dev.berth.pipeline;

import dev.berth.framework.NominatedPods;
import dev.berth.framework.PointTimes;
import dev.berth.framework.ProfilePlugins;

/**
 * The parts of one profile's pipeline, with the columns that they fill.
 *
 * <p>Threading: the thread that owns the views; for one question at a time, because the columns are
 * reused.
 */
final class Phases {
  final CountCheck check;
  final PreFilterPhase preFilter;
  final FilterPhase filter;
  final SearchLimit limit;
  final PostFilterPhase postFilter;
  final ScorePhase score;
  final NodeFilters nodeFilters;
  final Recorder recorder;
  final TieBreak ties;
  final PhaseTimes times;
  final Extenders extenders;
  final AttemptCodes codes = new AttemptCodes();
  final RejectionCounts counts = new RejectionCounts();

  Phases(
      ProfilePlugins plugins,
      NominatedPods nominated,
      EvaluationMode mode,
      TieBreak ties,
      Recording recording,
      int countCheckInterval,
      PointTimes times,
      Extenders extenders) {
    ProfilePlugins.Placement placement = plugins.placement();
    this.times = new PhaseTimes(plugins.profile(), times);
    PluginTimes pluginTimes = new PluginTimes(times);
    this.check = new CountCheck(plugins.profile(), countCheckInterval, times);
    this.preFilter = new PreFilterPhase(placement.preFilter(), mode, check, pluginTimes);
    this.nodeFilters =
        new NodeFilters(placement.filter(), placement.preFilter(), nominated, pluginTimes);
    this.filter = new FilterPhase(placement.filter(), nodeFilters, nominated, mode, pluginTimes);
    this.limit = new SearchLimit(plugins.percentageOfNodesToScore());
    this.postFilter = new PostFilterPhase(placement.postFilter(), this.times, pluginTimes);
    this.score = new ScorePhase(placement, mode, codes, check, this.times, pluginTimes);
    this.recorder = new Recorder(recording, placement.filter(), nodeFilters);
    this.ties = ties;
    this.extenders = extenders;
  }
}
