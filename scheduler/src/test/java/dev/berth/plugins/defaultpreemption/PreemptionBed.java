package dev.berth.plugins.defaultpreemption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cluster.ClusterMirror;
import dev.berth.config.ConfigLoader;
import dev.berth.config.DefaultPreemptionArgs;
import dev.berth.framework.CycleState;
import dev.berth.framework.PluginContext;
import dev.berth.framework.ProfilePlugins;
import dev.berth.model.PodInfo;
import dev.berth.pipeline.Diagnosis;
import dev.berth.pipeline.EvaluationMode;
import dev.berth.pipeline.LateFilters;
import dev.berth.pipeline.Pipeline;
import dev.berth.pipeline.Recording;
import dev.berth.pipeline.ScheduleResult;
import dev.berth.pipeline.TieBreak;
import dev.berth.plugins.InTreeRegistry;
import dev.berth.plugins.Make;
import dev.berth.plugins.PluginAssembly;
import dev.berth.plugins.TestContext;
import java.util.List;
import java.util.SplittableRandom;

/** A small cluster, and the default profile with arguments of preemption, over it. */
final class PreemptionBed {
  final ClusterMirror mirror = new ClusterMirror();
  private final Pipeline pipeline;

  /** What an attempt leaves: the text and the nomination, and what was found. */
  record Answer(Diagnosis diagnosis, Findings findings) {
    String tail() {
      return diagnosis.postFilter();
    }
  }

  PreemptionBed() {
    this(new DefaultPreemptionArgs(10, 100), 1);
  }

  PreemptionBed(DefaultPreemptionArgs args, long seed) {
    LateFilters filters = new LateFilters();
    PluginContext context = TestContext.create(mirror, filters, new SplittableRandom(seed));
    ProfilePlugins all =
        PluginAssembly.assemble(
            ConfigLoader.defaults().profiles().getFirst(), InTreeRegistry.get(), context);
    ProfilePlugins.Placement placement = all.placement();
    ProfilePlugins plugins =
        new ProfilePlugins(
            all.profile(),
            all.percentageOfNodesToScore(),
            all.preEnqueue(),
            all.queueSort(),
            new ProfilePlugins.Placement(
                placement.preFilter(),
                placement.filter(),
                List.of(new DefaultPreemption(args, context)),
                placement.preScore(),
                placement.score()),
            all.commitment(),
            all.registrations());
    pipeline =
        new Pipeline(
            plugins, context.nominatedPods(), EvaluationMode.FAST, TieBreak.first(), Recording.ON);
    filters.bind(pipeline);
  }

  PreemptionBed node(String name, String cpu) {
    mirror.putNode(
        Make.node(name)
            .labels(Make.labels("kubernetes.io/hostname=" + name))
            .allocatable(Make.resources("cpu=" + cpu, "memory=8Gi", "pods=20"))
            .build());
    return this;
  }

  PreemptionBed placed(String node, PodInfo.Builder pod) {
    mirror.putPod(pod.nodeName(node).build());
    return this;
  }

  /** A pod that runs on the node since that second. */
  PreemptionBed placed(String node, String name, int priority, long startSeconds, String cpu) {
    return placed(node, pod(name, priority, cpu).startTimeMicros(startSeconds * 1_000_000));
  }

  static PodInfo.Builder pod(String name, int priority, String cpu) {
    return Make.pod(name).priority(priority).requests(Make.requests("cpu=" + cpu));
  }

  /** The answer about a pod that fits nowhere. */
  Answer answer(PodInfo pod) {
    CycleState state = CycleState.create();
    ScheduleResult result = pipeline.schedule(state, pod, mirror.view());
    assertThat(result).isInstanceOf(ScheduleResult.Unfit.class);
    Findings findings = state.find(DefaultPreemption.FINDINGS);
    return new Answer(
        ((ScheduleResult.Unfit) result).diagnosis(),
        findings == null ? Findings.NOT_ELIGIBLE : findings);
  }

  List<String> victimsOn(String node, Answer answer) {
    return answer.findings().candidates().stream()
        .filter(candidate -> candidate.node().equals(node))
        .flatMap(candidate -> candidate.victims().stream())
        .map(victim -> victim.key().name())
        .toList();
  }
}
