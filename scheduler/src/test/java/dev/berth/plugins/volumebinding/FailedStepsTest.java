package dev.berth.plugins.volumebinding;

import static dev.berth.plugins.volumebinding.Storage.claim;
import static dev.berth.plugins.volumebinding.Storage.onHost;
import static dev.berth.plugins.volumebinding.Storage.pod;
import static dev.berth.plugins.volumebinding.Storage.volume;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.CycleState;
import dev.berth.framework.Status;
import dev.berth.model.ClusterObject.Kind;
import dev.berth.model.LabelRequirement;
import dev.berth.model.LabelSelector;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.plugins.Bed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Steps that fail are told of, by the names that kube-scheduler counts them under. */
final class FailedStepsTest {
  private final VolumeBindingBed volumes = new VolumeBindingBed();
  private final Bed bed = volumes.bed;
  private final VolumeBinding plugin = volumes.plugin;

  @Test
  void selectorThatDoesNotParse_isAnErrorOfThePredicate() {
    bed.with(
        claim("data", "late", "1Gi")
            .selector(
                LabelSelector.of(Map.of(), List.of(new LabelRequirement("a", "Near", List.of()))))
            .build());

    volumes.verdicts(pod("p", "data"));
    assertThat(volumes.news.all).as("one for each node").containsExactly("PREDICATE", "PREDICATE");
  }

  /** The state of a pod with a claim for which a volume would be set aside on n1. */
  private CycleState judged(PodInfo pod) {
    bed.with(claim("data", "late", "1Gi").build())
        .with(volume("pv", "late", "1Gi").requiredNodes(onHost("n1")).build());
    CycleState state = CycleState.create();
    assertThat(plugin.preFilter(state, pod, bed.mirror().view()).status())
        .isEqualTo(Status.success());
    bed.mirror().nodes().forEach(node -> plugin.filter(state, pod, node));
    assertThat(volumes.news.all).as("a node that does not fit is no error").isEmpty();
    return state;
  }

  @Test
  void volumeThatChangedSinceItWasChosen_isAnErrorOfAssuming() {
    PodInfo pod = pod("p", "data").build();
    CycleState state = judged(pod);
    bed.mirror().remove(Kind.PERSISTENT_VOLUME, ObjectKey.ofCluster("pv"));

    assertThat(plugin.reserve(state, pod, "n1")).isInstanceOf(Status.Error.class);
    assertThat(volumes.news.all).containsExactly("ASSUME");
  }

  @Test
  void volumeThatCannotBeWritten_isAnErrorOfBinding() throws Exception {
    PodInfo pod = pod("p", "data").build();
    CycleState state = judged(pod);
    assertThat(plugin.reserve(state, pod, "n1")).isEqualTo(Status.success());

    assertThat(plugin.preBind(state, pod, "n1")).isInstanceOf(Status.Error.class);
    assertThat(volumes.news.all).containsExactly("BIND");
  }
}
