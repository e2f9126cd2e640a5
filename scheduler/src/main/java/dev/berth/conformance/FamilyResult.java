package dev.berth.conformance;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the cases of one family gave. Threading: one per run. */
public final class FamilyResult {
  private final String family;
  private int cases;
  private final Map<Facet, Tally> facets = new EnumMap<>(Facet.class);

  FamilyResult(String family) {
    this.family = family;
  }

  void add(List<Finding> findings) {
    cases++;
    findings.forEach(
        finding -> facets.computeIfAbsent(finding.facet(), facet -> new Tally()).add(finding));
  }

  void add(FamilyResult other) {
    cases += other.cases;
    other.facets.forEach(
        (facet, tally) -> facets.computeIfAbsent(facet, key -> new Tally()).add(tally));
  }

  public String family() {
    return family;
  }

  public int cases() {
    return cases;
  }

  /** Zeros for a facet that no case states. */
  public Tally facet(Facet facet) {
    return facets.getOrDefault(facet, new Tally());
  }

  public int disagreements() {
    return facets.values().stream().mapToInt(Tally::disagree).sum();
  }
}
