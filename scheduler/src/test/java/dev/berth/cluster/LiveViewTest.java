package dev.berth.cluster;

import static dev.berth.cluster.Samples.ALONE;
import static dev.berth.cluster.Samples.node;
import static dev.berth.cluster.Samples.nodeWithImages;
import static dev.berth.cluster.Samples.pod;
import static dev.berth.cluster.Samples.podOn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.columns.NodeRow;
import dev.berth.framework.ClusterView;
import dev.berth.framework.ImageState;
import dev.berth.model.ClusterObject;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.devices.DeviceClass;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class LiveViewTest {

  private final ClusterMirror mirror = new ClusterMirror();
  private final ClusterView view = mirror.view();

  private void nodes(String... names) {
    for (String name : names) {
      mirror.putNode(node(name));
    }
  }

  @Nested
  class Ordinals {

    @Test
    void nodes_areNumberedAsTheyCome() {
      nodes("a", "b", "c");
      assertThat(view.nodeCount()).isEqualTo(3);
      assertThat(view.ordinal("b")).isEqualTo(1);
      assertThat(view.node(1).name()).isEqualTo("b");
      assertThat(view.ordinal("x")).isEqualTo(-1);
      assertThat(view.find("x")).isNull();
    }

    @Test
    void theLastNode_takesTheOrdinalOfARemovedOne() {
      nodes("a", "b", "c");
      mirror.removeNode("a");
      assertThat(view.nodeCount()).isEqualTo(2);
      assertThat(view.ordinal("c")).isZero();
      assertThat(view.node(0).name()).isEqualTo("c");
      assertThat(view.ordinal("a")).isEqualTo(-1);
    }

    @Test
    void removingTheLastNode_movesNothing() {
      nodes("a", "b");
      mirror.removeNode("b");
      assertThat(view.nodeCount()).isEqualTo(1);
      assertThat(view.ordinal("a")).isZero();
    }
  }

  @Nested
  class Generation {

    @Test
    void everyChange_makesItRise() {
      List<Runnable> changes =
          List.of(
              () -> mirror.putNode(node("a")),
              () -> mirror.putNode(node("a")),
              () -> mirror.assume(pod("p"), "a"),
              () -> mirror.forget("p"),
              () -> mirror.putPod(podOn("a", "p")),
              () -> mirror.putPod(podOn("a", "p")),
              () -> mirror.removePod("p"),
              () -> mirror.removeNode("a"),
              () ->
                  mirror.put(
                      new DeviceClass(ObjectKey.ofCluster("c"), 0, List.of(), List.of(), "")),
              () -> mirror.remove(ClusterObject.Kind.DEVICE_CLASS, ObjectKey.ofCluster("c")));
      for (int i = 0; i < changes.size(); i++) {
        long before = view.generation();
        changes.get(i).run();
        assertThat(view.generation()).as("after change %d", i).isGreaterThan(before);
      }
    }

    @Test
    void whatChangesNoNode_leavesIt() {
      nodes("a");
      long before = view.generation();
      mirror.putPod(podOn("ghost", "p"));
      mirror.putPod(pod("q"));
      mirror.forget("q");
      mirror.removeNode("ghost");
      assertThat(view.generation()).isEqualTo(before);
    }
  }

  @Nested
  class Columns {

    @Test
    void aRow_showsTheNodeAndItsPods() {
      nodes("a", "b");
      mirror.assume(pod("p"), "b");
      NodeRow wantRow =
          new NodeRow(4_000, 8L << 30, 10_000_000_000L, 10, 500, 256L << 20, 0, 1, 500, 256L << 20);
      assertThat(NodeRow.of(((LiveView) view).columns(), 1)).isEqualTo(wantRow);
    }

    @Test
    void aPodWithoutRequests_takesTheDefaultsInTheNonZeroColumnsOnly() {
      nodes("a");
      mirror.assume(pod("p").toBuilder().requests(Samples.requests(Map.of())).build(), "a");
      NodeRow row = NodeRow.of(((LiveView) view).columns(), 0);
      assertThat(row.usedMilliCpu()).isZero();
      assertThat(row.nonZeroMilliCpu()).isEqualTo(100);
      assertThat(row.nonZeroMemoryBytes()).isEqualTo(200L << 20);
      assertThat(row.usedPods()).isEqualTo(1);
    }
  }

  @Nested
  class NodesWithRequiredAntiAffinity {

    private static PodInfo aloneOn(String node, String uid) {
      return podOn(node, uid).toBuilder().affinity(ALONE).build();
    }

    @Test
    void theyAreListedAscending() {
      nodes("a", "b", "c");
      mirror.putPod(aloneOn("c", "p"));
      assertThat(view.nodesWithRequiredAntiAffinity()).containsExactly(2);
      mirror.putPod(aloneOn("a", "q"));
      mirror.putPod(podOn("b", "r"));
      assertThat(view.nodesWithRequiredAntiAffinity()).containsExactly(0, 2);
    }

    @Test
    void theyStayUntilTheLastSuchPodGoes() {
      nodes("a");
      mirror.putPod(aloneOn("a", "p"));
      mirror.putPod(aloneOn("a", "q"));
      mirror.removePod("p");
      assertThat(view.nodesWithRequiredAntiAffinity()).containsExactly(0);
      mirror.removePod("q");
      assertThat(view.nodesWithRequiredAntiAffinity()).isEmpty();
    }

    @Test
    void theyFollowANodeToItsNewOrdinal() {
      nodes("a", "b", "c");
      mirror.putPod(aloneOn("c", "p"));
      mirror.removeNode("a");
      assertThat(view.nodesWithRequiredAntiAffinity()).containsExactly(0);
      nodes("d");
      assertThat(view.nodesWithRequiredAntiAffinity()).containsExactly(0);
      mirror.removeNode("c");
      assertThat(view.nodesWithRequiredAntiAffinity()).isEmpty();
    }

    @Test
    void aNodeThatComesBack_bringsItsWaitingPods() {
      mirror.putPod(aloneOn("a", "p"));
      assertThat(view.nodesWithRequiredAntiAffinity()).isEmpty();
      nodes("a");
      assertThat(view.nodesWithRequiredAntiAffinity()).containsExactly(0);
    }
  }

  @Nested
  class Images {

    @Test
    void anImage_isCountedOnEveryNodeUnderEveryName() {
      mirror.putNode(nodeWithImages("a", Map.of("web:1", 100L, "web@sha256:1", 100L)));
      mirror.putNode(nodeWithImages("b", Map.of("web:1", 100L)));
      assertThat(view.image("web:1")).isEqualTo(new ImageState(100, 2));
      assertThat(view.image("web@sha256:1")).isEqualTo(new ImageState(100, 1));
      assertThat(view.image("other:1")).isNull();
    }

    @Test
    void theSizeOfTheNodeFirstSeen_stays() {
      mirror.putNode(nodeWithImages("a", Map.of("web:1", 100L)));
      mirror.putNode(nodeWithImages("b", Map.of("web:1", 200L)));
      assertThat(view.image("web:1")).isEqualTo(new ImageState(100, 2));
      mirror.putNode(nodeWithImages("a", Map.of("web:1", 300L)));
      assertThat(view.image("web:1")).isEqualTo(new ImageState(100, 2));
      mirror.removeNode("a");
      assertThat(view.image("web:1")).isEqualTo(new ImageState(100, 1));
    }

    @Test
    void theOnlyNodeThatHasAnImage_mayChangeItsSize() {
      mirror.putNode(nodeWithImages("a", Map.of("web:1", 100L)));
      mirror.putNode(nodeWithImages("a", Map.of("web:1", 300L)));
      assertThat(view.image("web:1")).isEqualTo(new ImageState(300, 1));
    }

    @Test
    void theLastNodeThatHasAnImage_givesItsOwnSizeWhenItIsNextUpdated() {
      mirror.putNode(nodeWithImages("a", Map.of("web:1", 100L)));
      mirror.putNode(nodeWithImages("b", Map.of("web:1", 200L)));
      mirror.removeNode("a");
      assertThat(view.image("web:1")).isEqualTo(new ImageState(100, 1));
      mirror.putNode(nodeWithImages("b", Map.of("web:1", 200L)));
      assertThat(view.image("web:1")).isEqualTo(new ImageState(200, 1));
    }

    @Test
    void anImageThatNoNodeHasAnyMore_isForgotten() {
      mirror.putNode(nodeWithImages("a", Map.of("web:1", 100L)));
      mirror.putNode(nodeWithImages("a", Map.of("web:2", 100L)));
      assertThat(view.image("web:1")).isNull();
      mirror.removeNode("a");
      assertThat(view.image("web:2")).isNull();
      mirror.putNode(nodeWithImages("b", Map.of("web:1", 700L)));
      assertThat(view.image("web:1")).isEqualTo(new ImageState(700, 1));
    }
  }
}
