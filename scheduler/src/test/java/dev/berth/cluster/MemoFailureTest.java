package dev.berth.cluster;

import static dev.berth.cluster.Samples.node;
import static dev.berth.cluster.Samples.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.columns.NodeColumns;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.ScoreException;
import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Plugins that throw, or answer what they may not, in the middle of a memo. */
final class MemoFailureTest {
  private final MemoBed bed = new MemoBed();
  private final ClusterMirror mirror = bed.mirror;
  private final CycleState state = bed.state;

  /** Fails for the nodes in {@code broken}, in the way that the test wants. */
  private static final class Fragile extends ToyFilter {
    private final Set<String> broken = new HashSet<>();
    private Status answer = Status.error("lost");
    private boolean throwing;

    private Fragile() {
      super(NodeDependence.NODE_OBJECT);
    }

    @Override
    public Object filterAspect(CycleState state, PodInfo pod) {
      return "all";
    }

    @Override
    Status judge(PodInfo pod, NodeInfo node) {
      if (!broken.contains(node.name())) {
        return Status.success();
      }
      if (throwing) {
        throw new IllegalStateException("bug");
      }
      return answer;
    }
  }

  private static final class FragileScore extends ToyScore {
    private final Set<String> broken = new HashSet<>();

    private FragileScore() {
      super(NodeDependence.NODE_OBJECT);
    }

    @Override
    public Object scoreAspect(CycleState state, PodInfo pod, ClusterView view) {
      return "all";
    }

    @Override
    long points(CycleState state, PodInfo pod, NodeInfo node) throws ScoreException {
      if (broken.contains(node.name())) {
        throw new ScoreException("no score for " + node.name());
      }
      return node.name().length();
    }
  }

  @Test
  void anError_sendsTheCallerToTheScalarFormAndIsNotRemembered() {
    bed.putNodes(4);
    Fragile plugin = new Fragile();
    plugin.broken.add("n2");
    assertThat(bed.memos().filter(plugin, state, pod("a"))).isNull();
    assertThat(bed.memos().filter(plugin, state, pod("a"))).isNull();

    plugin.broken.clear();

    assertThat(bed.filter(plugin, pod("a")).rejected()).isZero();
  }

  @Test
  void anErrorOnAChangedNode_spoilsNoOtherAnswer() {
    bed.putNodes(8);
    Fragile plugin = new Fragile();
    plugin.answer = Status.unschedulable("no");
    plugin.broken.add("n1");
    assertThat(bed.filter(plugin, pod("a")).rejected()).isEqualTo(1);

    plugin.answer = Status.skip();
    mirror.putNode(node("n1"));
    assertThat(bed.memos().filter(plugin, state, pod("a"))).isNull();

    plugin.answer = Status.unschedulable("no");
    assertThat(bed.filter(plugin, pod("a")).rejected()).isEqualTo(1);
  }

  @Test
  void anException_sendsTheCallerToTheScalarFormAndIsNotRemembered() {
    bed.putNodes(8);
    Fragile plugin = new Fragile();
    plugin.throwing = true;
    bed.filter(plugin, pod("a"));
    plugin.broken.add("n1");
    mirror.putNode(node("n1"));
    assertThat(bed.memos().filter(plugin, state, pod("a"))).isNull();

    plugin.broken.clear();

    assertThat(bed.filter(plugin, pod("a")).size()).isEqualTo(8);
  }

  @Test
  void aScoreException_doesNotPoisonTheMemo() {
    bed.putNodes(8);
    FragileScore plugin = new FragileScore();
    plugin.broken.add("n5");
    assertThat(bed.memos().score(plugin, state, pod("a"))).isNull();

    plugin.broken.clear();
    assertThat(bed.score(plugin, pod("a")).uniformScore()).isEqualTo(2);

    plugin.broken.add("n1");
    mirror.putNode(node("n1"));
    mirror.putNode(node("longer"));
    assertThat(bed.memos().score(plugin, state, pod("a"))).isNull();

    plugin.broken.clear();
    assertThat(bed.score(plugin, pod("a")).get(8)).isEqualTo(6);
  }

  @Test
  void aBrokenKernel_isNotTrusted() {
    bed.putNodes(3);
    ToyFilter plugin =
        new ToyFilter(NodeDependence.NODE_OBJECT) {
          @Override
          public String name() {
            return "BrokenKernel";
          }

          @Override
          public Object filterAspect(CycleState state, PodInfo pod) {
            return "all";
          }

          @Override
          Status judge(PodInfo pod, NodeInfo node) {
            return Status.success();
          }

          @Override
          public boolean filterColumns(
              PodInfo pod, NodeColumns columns, StatusCodes codes, int[] into, int from, int to) {
            throw new IllegalStateException("bug");
          }
        };
    assertThat(bed.memos().filter(plugin, state, pod("a"))).isNull();
  }
}
