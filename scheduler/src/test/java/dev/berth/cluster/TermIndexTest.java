package dev.berth.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.FirstSeed;
import dev.berth.framework.ClusterView;
import dev.berth.framework.PlacedTerm;
import dev.berth.framework.PlacedTerms;
import dev.berth.model.AffinityTerm;
import dev.berth.model.LabelRequirement;
import dev.berth.model.LabelSelector;
import dev.berth.model.Labels;
import dev.berth.model.PodAffinity;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.model.WeightedAffinityTerm;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Terms found by namespace and label against a look at every term of every pod. */
final class TermIndexTest {

  private static final int HISTORIES = 60;
  private static final int STEPS = 50;

  private static final LabelSelector APP_X = LabelSelector.of(Map.of("app", "x"), List.of());

  private static PodInfo with(String uid, AffinityTerm... avoided) {
    return Samples.pod(uid).toBuilder()
        .affinity(PodAffinity.of(List.of(), List.of(avoided), List.of(), List.of()))
        .build();
  }

  private static PodInfo asker(String namespace, String app) {
    return PodInfo.builder(new PodKey(namespace, "asker"))
        .uid("asker")
        .labels(Labels.of(Map.of("app", app)))
        .build();
  }

  @Test
  void podIsToldOnlyOfTermsAboutItsNamespaceAndLabels() {
    TermIndex index = new TermIndex();
    AffinityTerm term = AffinityTerm.of("zone", APP_X, Set.of("ns"));
    index.add(with("a", term));
    index.add(with("b", term));

    assertThat(index.requiredAntiAbout(asker("ns", "x")))
        .containsExactly(new PlacedTerm(PlacedTerm.Sort.REQUIRED_ANTI, term, 0));
    assertThat(index.requiredAntiAbout(asker("ns", "y"))).isEmpty();
    assertThat(index.requiredAntiAbout(asker("other", "x"))).isEmpty();
    assertThat(index.othersAbout(asker("ns", "x"))).isEmpty();
  }

  @Test
  void termStays_untilTheLastPodWithItGoes() {
    TermIndex index = new TermIndex();
    AffinityTerm term = AffinityTerm.of("zone", APP_X, Set.of("ns"));
    index.add(with("a", term));
    index.add(with("b", term));
    index.remove(with("a", term));
    assertThat(index.requiredAntiAbout(asker("ns", "x"))).hasSize(1);
    index.remove(with("b", term));
    assertThat(index.requiredAntiAbout(asker("ns", "x"))).isEmpty();
    assertThat(index.bytes()).isZero();
  }

  @Test
  void termAboutVeryManyNamespacesOrValues_isFoundAllTheSame() {
    Set<String> namespaces = new HashSet<>();
    IntStream.range(0, 1_000).forEach(i -> namespaces.add("ns" + i));
    List<String> values = IntStream.range(0, 1_000).mapToObj(i -> "x" + i).toList();
    LabelSelector anyValue =
        LabelSelector.of(Map.of(), List.of(new LabelRequirement("app", "In", values)));
    TermIndex index = new TermIndex();
    index.add(with("a", AffinityTerm.of("zone", anyValue, namespaces)));
    index.add(with("b", AffinityTerm.of("zone", anyValue, Set.of("ns7"))));

    assertThat(index.requiredAntiAbout(asker("ns7", "x7"))).hasSize(2);
  }

  @Test
  void afterAnyHistory_exactlyTheTermsOfPlacedPodsThatMeanThePodAreFound() {
    Long replayed = Long.getLong("cluster.seed");
    long first = replayed == null ? FirstSeed.get() : replayed;
    for (long seed = first; seed < first + (replayed == null ? HISTORIES : 1); seed++) {
      try {
        new History(seed).run();
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError("replay with -Dcluster.seed=" + seed, failure);
      }
    }
  }

  private static final class History {
    private final SplittableRandom random;
    private final ClusterMirror mirror;
    private int pods;

    History(long seed) {
      random = new SplittableRandom(seed);
      mirror = new ClusterMirror(random.nextBoolean() ? 0 : 1 << 20);
      for (int i = 0; i < 8; i++) {
        mirror.putNode(Samples.node("n" + i));
      }
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        change();
        if (random.nextBoolean()) {
          check();
        }
      }
    }

    private void change() {
      String node = "n" + random.nextInt(10);
      String uid = "p" + random.nextInt(pods + 1);
      switch (random.nextInt(7)) {
        case 0 -> mirror.putNode(Samples.node(node));
        case 1 -> mirror.removeNode(node);
        case 2 -> mirror.removePod(uid);
        case 3 -> mirror.forget(uid);
        case 4 -> mirror.assume(pod(), node);
        default -> mirror.putPod(pod().withNodeName(node));
      }
    }

    private PodInfo pod() {
      PodInfo pod = with("p" + pods++).toBuilder().affinity(affinity()).build();
      return random.nextInt(3) == 0 ? Samples.pod(pod.uid()) : pod;
    }

    private PodAffinity affinity() {
      return PodAffinity.of(
          random.nextBoolean() ? List.of(term()) : List.of(),
          random.nextBoolean() ? List.of(term(), term()) : List.of(),
          List.of(new WeightedAffinityTerm(random.nextInt(1, 3), term())),
          random.nextBoolean()
              ? List.of(new WeightedAffinityTerm(random.nextInt(1, 3), term()))
              : List.of());
    }

    private AffinityTerm term() {
      LabelSelector selector =
          switch (random.nextInt(4)) {
            case 0 -> LabelSelector.EVERYTHING;
            case 1 ->
                LabelSelector.of(
                    Map.of(), List.of(new LabelRequirement("app", "NotIn", List.of("x"))));
            case 2 ->
                LabelSelector.of(
                    Map.of(), List.of(new LabelRequirement("app", "In", List.of("x", "y"))));
            default -> APP_X;
          };
      LabelSelector byLabel =
          random.nextInt(4) == 0 ? LabelSelector.EVERYTHING : LabelSelector.NOTHING;
      return new AffinityTerm("zone", selector, Set.of(random.nextBoolean() ? "ns" : "b"), byLabel);
    }

    private void check() {
      PodInfo asker = asker(random.nextBoolean() ? "ns" : "b", random.nextBoolean() ? "x" : "z");
      ClusterView view = mirror.view();
      Set<AffinityTerm> wantAnti = new HashSet<>();
      Set<AffinityTerm> wantOthers = new HashSet<>();
      mirror.nodes().stream()
          .flatMap(node -> node.pods().stream())
          .forEach(
              pod -> {
                wantAnti.addAll(pod.affinity().requiredAnti());
                wantOthers.addAll(pod.affinity().required());
                pod.affinity().preferred().forEach(t -> wantOthers.add(t.term()));
                pod.affinity().preferredAnti().forEach(t -> wantOthers.add(t.term()));
              });
      wantAnti.removeIf(term -> !term.matches(asker, Labels.EMPTY));
      wantOthers.removeIf(term -> !term.matches(asker, Labels.EMPTY));

      PlacedTerms terms = view.memos().placedTerms();

      assertThat(meaning(terms.requiredAntiAbout(asker), asker)).isEqualTo(wantAnti);
      assertThat(meaning(terms.othersAbout(asker), asker)).isEqualTo(wantOthers);
    }

    private static Set<AffinityTerm> meaning(List<PlacedTerm> found, PodInfo asker) {
      assertThat(found).doesNotHaveDuplicates();
      List<AffinityTerm> terms = new ArrayList<>(found.stream().map(PlacedTerm::term).toList());
      terms.removeIf(term -> !term.matches(asker, Labels.EMPTY));
      return new HashSet<>(terms);
    }
  }
}
