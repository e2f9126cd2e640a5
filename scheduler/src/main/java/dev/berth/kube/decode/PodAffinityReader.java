package dev.berth.kube.decode;

import dev.berth.model.AntiAffinityTerm;
import dev.berth.model.LabelSelector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads {@code affinity.podAffinity} or {@code affinity.podAntiAffinity}: refuses required terms,
 * whose plugin is not built yet, and keeps what they select. Preferred terms are passed over.
 *
 * <p>Threading: one per request.
 */
final class PodAffinityReader {
  private static final String PLUGIN = "InterPodAffinity";
  private static final FieldPolicy.Type TERM = FieldPolicy.type("PodAffinityTerm");

  /** One required term as it was written: an empty list of namespaces may mean the pod's own. */
  private record Term(LabelSelector selector, List<String> namespaces, boolean namespaceSelector) {}

  private final FieldPolicy.Type type;
  private final List<Term> required = new ArrayList<>(0);

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
      if (!field.equals("requiredDuringSchedulingIgnoredDuringExecution")) {
        json.skip(type, field);
      } else if (json.enterList()) {
        while (json.nextElement()) {
          json.refuseUnbuilt(PLUGIN);
          readTerm(json);
        }
      }
    }
  }

  private void readTerm(JsonCursor json) throws IOException, UndecodableObject {
    LabelSelector selector = LabelSelector.NOTHING;
    List<String> namespaces = List.of();
    boolean namespaceSelector = false;
    if (json.enterObject()) {
      for (String field = json.nextField(); field != null; field = json.nextField()) {
        switch (field) {
          case "labelSelector" -> selector = LabelSelectors.read(json);
          case "namespaces" -> namespaces = json.strings();
          case "namespaceSelector" -> {
            namespaceSelector = json.present();
            LabelSelectors.read(json);
          }
          default -> json.skip(TERM, field);
        }
      }
    }
    required.add(new Term(selector, namespaces, namespaceSelector));
  }

  /** The required terms, for a pod of this namespace. */
  List<AntiAffinityTerm> required(String ownNamespace) {
    List<AntiAffinityTerm> terms = new ArrayList<>(required.size());
    for (Term term : required) {
      boolean own = term.namespaces().isEmpty() && !term.namespaceSelector();
      Set<String> namespaces = own ? Set.of(ownNamespace) : Set.copyOf(term.namespaces());
      terms.add(new AntiAffinityTerm(term.selector(), namespaces, term.namespaceSelector()));
    }
    return List.copyOf(terms);
  }
}
