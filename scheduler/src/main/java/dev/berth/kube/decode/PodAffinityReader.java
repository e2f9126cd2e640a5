package dev.berth.kube.decode;

import dev.berth.model.AffinityTerm;
import dev.berth.model.LabelSelector;
import dev.berth.model.WeightedAffinityTerm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads {@code affinity.podAffinity} or {@code affinity.podAntiAffinity}.
 *
 * <p>Threading: one per request.
 */
final class PodAffinityReader {
  private static final FieldPolicy.Type TERM = FieldPolicy.type("PodAffinityTerm");
  private static final FieldPolicy.Type WEIGHTED = FieldPolicy.type("WeightedPodAffinityTerm");

  /** One term as it was written: an empty list of namespaces may mean the pod's own. */
  private record Written(
      String topologyKey,
      LabelSelector selector,
      List<String> namespaces,
      LabelSelector namespaceSelector) {
    static final Written EMPTY =
        new Written("", LabelSelector.NOTHING, List.of(), LabelSelector.NOTHING);

    AffinityTerm forPodIn(String namespace) {
      boolean own = namespaces.isEmpty() && namespaceSelector.isNothing();
      Set<String> names = own ? Set.of(namespace) : Set.copyOf(namespaces);
      return new AffinityTerm(topologyKey, selector, names, namespaceSelector);
    }
  }

  private record Weighted(int weight, Written term) {}

  private final FieldPolicy.Type type;
  private final List<Written> required = new ArrayList<>(0);
  private final List<Weighted> preferred = new ArrayList<>(0);

  private PodAffinityReader(FieldPolicy.Type type) {
    this.type = type;
  }

  static PodAffinityReader ofAffinity() {
    return new PodAffinityReader(FieldPolicy.type("PodAffinity"));
  }

  static PodAffinityReader ofAntiAffinity() {
    return new PodAffinityReader(FieldPolicy.type("PodAntiAffinity"));
  }

  /** Called inside of a structure that narrows placement. */
  void read(JsonCursor json) throws IOException, UndecodableObject {
    if (!json.enterObject()) {
      return;
    }
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "requiredDuringSchedulingIgnoredDuringExecution" -> readRequired(json);
        case "preferredDuringSchedulingIgnoredDuringExecution" -> {
          boolean narrowing = json.widen();
          readPreferred(json);
          json.restore(narrowing);
        }
        default -> json.skip(type, field);
      }
    }
  }

  private void readRequired(JsonCursor json) throws IOException, UndecodableObject {
    if (json.enterList()) {
      while (json.nextElement()) {
        required.add(readTerm(json));
      }
    }
  }

  private void readPreferred(JsonCursor json) throws IOException, UndecodableObject {
    if (!json.enterList()) {
      return;
    }
    while (json.nextElement()) {
      int weight = 0;
      Written term = Written.EMPTY;
      if (json.enterObject()) {
        for (String field = json.nextField(); field != null; field = json.nextField()) {
          switch (field) {
            case "weight" -> weight = json.int32();
            case "podAffinityTerm" -> term = readTerm(json);
            default -> json.skip(WEIGHTED, field);
          }
        }
      }
      preferred.add(new Weighted(weight, term));
    }
  }

  private static Written readTerm(JsonCursor json) throws IOException, UndecodableObject {
    if (!json.enterObject()) {
      return Written.EMPTY;
    }
    String topologyKey = "";
    LabelSelector selector = LabelSelector.NOTHING;
    List<String> namespaces = List.of();
    LabelSelector namespaceSelector = LabelSelector.NOTHING;
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "topologyKey" -> topologyKey = json.string();
        case "labelSelector" -> selector = LabelSelectors.read(json);
        case "namespaces" -> namespaces = json.strings();
        case "namespaceSelector" -> namespaceSelector = LabelSelectors.read(json);
        default -> json.skip(TERM, field);
      }
    }
    return new Written(topologyKey, selector, namespaces, namespaceSelector);
  }

  /** Whether there was no term. */
  boolean isEmpty() {
    return required.isEmpty() && preferred.isEmpty();
  }

  /** The required terms, for a pod of this namespace. */
  List<AffinityTerm> required(String namespace) {
    return required.stream().map(term -> term.forPodIn(namespace)).toList();
  }

  /** The preferred terms, for a pod of this namespace. */
  List<WeightedAffinityTerm> preferred(String namespace) {
    return preferred.stream()
        .map(
            weighted ->
                new WeightedAffinityTerm(weighted.weight(), weighted.term().forPodIn(namespace)))
        .toList();
  }
}
