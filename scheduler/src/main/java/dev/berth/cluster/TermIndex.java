package dev.berth.cluster;

import dev.berth.framework.PlacedTerm;
import dev.berth.framework.PlacedTerm.Sort;
import dev.berth.framework.PlacedTerms;
import dev.berth.model.AffinityTerm;
import dev.berth.model.LabelChoice;
import dev.berth.model.LabelSelector;
import dev.berth.model.PodAffinity;
import dev.berth.model.PodInfo;
import dev.berth.model.WeightedAffinityTerm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The distinct terms of the pods that it was told of, by what a pod must be like to be meant.
 *
 * <p>Invariant ONCE: a term is in {@code pods} with the number of times that pods have it, which is
 * above 0, and in the same places from its first pod to its last. The places of a term are such
 * that a pod looks at one of them at most, and at one if the term means it.
 *
 * <p>Threading: the thread that owns the view.
 */
final class TermIndex implements PlacedTerms {

  /** Stands for every namespace, and for no label at all; neither is a name that an object has. */
  private static final String ANY = "\0";

  /** A term about more namespaces or values than this is looked at by more pods instead. */
  private static final int MOST_PLACES = 64;

  private static final int BYTES_PER_TERM = 400;

  /** Where a term is to be found. */
  private record Place(boolean requiredAnti, String namespace, String label, String value) {}

  private final Map<PlacedTerm, Integer> pods = new HashMap<>();
  private final Map<Place, Set<PlacedTerm>> places = new HashMap<>();

  void add(PodInfo pod) {
    eachTerm(
        pod.affinity(),
        term -> {
          if (pods.merge(term, 1, Integer::sum) == 1) {
            placesOf(term)
                .forEach(
                    place -> places.computeIfAbsent(place, p -> new LinkedHashSet<>()).add(term));
          }
        });
  }

  /** Takes back what was added for a pod with the same affinity. */
  void remove(PodInfo pod) {
    eachTerm(
        pod.affinity(),
        term -> {
          if (pods.merge(term, -1, (before, less) -> before == 1 ? null : before + less) == null) {
            placesOf(term).forEach(place -> leave(place, term));
          }
        });
  }

  private void leave(Place place, PlacedTerm term) {
    places.computeIfPresent(
        place,
        (p, terms) -> {
          terms.remove(term);
          return terms.isEmpty() ? null : terms;
        });
  }

  private static void eachTerm(PodAffinity affinity, Consumer<PlacedTerm> use) {
    for (AffinityTerm term : affinity.required()) {
      use.accept(new PlacedTerm(Sort.REQUIRED, term, 0));
    }
    for (AffinityTerm term : affinity.requiredAnti()) {
      use.accept(new PlacedTerm(Sort.REQUIRED_ANTI, term, 0));
    }
    for (WeightedAffinityTerm weighted : affinity.preferred()) {
      use.accept(new PlacedTerm(Sort.PREFERRED, weighted.term(), weighted.weight()));
    }
    for (WeightedAffinityTerm weighted : affinity.preferredAnti()) {
      use.accept(new PlacedTerm(Sort.PREFERRED_ANTI, weighted.term(), weighted.weight()));
    }
  }

  private static List<Place> placesOf(PlacedTerm placed) {
    AffinityTerm term = placed.term();
    boolean requiredAnti = placed.sort() == Sort.REQUIRED_ANTI;
    boolean byName = term.namespaceSelector().equals(LabelSelector.NOTHING);
    Set<String> namespaces =
        byName && term.namespaces().size() <= MOST_PLACES ? term.namespaces() : Set.of(ANY);
    LabelChoice choice = term.selector().choice();
    List<Place> places = new ArrayList<>();
    for (String namespace : namespaces) {
      if (choice == null || choice.values().size() * namespaces.size() > MOST_PLACES) {
        places.add(new Place(requiredAnti, namespace, ANY, ""));
      } else {
        for (String value : choice.values()) {
          places.add(new Place(requiredAnti, namespace, choice.key(), value));
        }
      }
    }
    return places;
  }

  @Override
  public List<PlacedTerm> requiredAntiAbout(PodInfo pod) {
    return about(pod, true);
  }

  @Override
  public List<PlacedTerm> othersAbout(PodInfo pod) {
    return about(pod, false);
  }

  private List<PlacedTerm> about(PodInfo pod, boolean requiredAnti) {
    if (places.isEmpty()) {
      return List.of();
    }
    List<PlacedTerm> found = new ArrayList<>();
    for (String namespace : List.of(pod.key().namespace(), ANY)) {
      found.addAll(at(new Place(requiredAnti, namespace, ANY, "")));
      for (int i = 0; i < pod.labels().size(); i++) {
        found.addAll(
            at(new Place(requiredAnti, namespace, pod.labels().key(i), pod.labels().value(i))));
      }
    }
    return found;
  }

  private Set<PlacedTerm> at(Place place) {
    return places.getOrDefault(place, Set.of());
  }

  long bytes() {
    return (long) BYTES_PER_TERM * pods.size();
  }
}
