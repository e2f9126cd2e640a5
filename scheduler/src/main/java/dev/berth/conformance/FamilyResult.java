package dev.berth.conformance;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the cases of one family gave. Threading: one per run. */
public final class FamilyResult {
  private final String family;
  private int cases;
  private int refused;
  private final Map<Facet, Tally> facets = new EnumMap<>(Facet.class);

  FamilyResult(String family) {
    this.family = family;
  }

  void add(List<Finding> findings, boolean wasRefused) {
    cases++;
    refused += wasRefused ? 1 : 0;
    findings.forEach(
        finding -> facets.computeIfAbsent(finding.facet(), facet -> new Tally()).add(finding));
  }

  void add(FamilyResult other) {
    cases += other.cases;
    refused += other.refused;
    other.facets.forEach(
        (facet, tally) -> facets.computeIfAbsent(facet, key -> new Tally()).add(tally));
  }

  public String family() {
    return family;
  }

  public int cases() {
    return cases;
  }

  /** Cases that Berth refuses because a plugin is not built. */
  public int refused() {
    return refused;
  }

  /** Zeros for a facet that no case states. */
  public Tally facet(Facet facet) {
    return facets.getOrDefault(facet, new Tally());
  }

  public int disagreements() {
    return facets.values().stream().mapToInt(Tally::disagree).sum();
  }
}
