package dev.berth.conformance;

/** How many comparisons of one facet ended how. Threading: one per run. */
public final class Tally {
  private int agree;
  private int disagree;
  private int notSupported;

  void add(Finding finding) {
    switch (finding) {
      case Finding.Agree _ -> agree++;
      case Finding.Disagree _ -> disagree++;
      case Finding.NotSupported _ -> notSupported++;
    }
  }

  void add(Tally other) {
    agree += other.agree;
    disagree += other.disagree;
    notSupported += other.notSupported;
  }

  public int agree() {
    return agree;
  }

  public int disagree() {
    return disagree;
  }

  public int notSupported() {
    return notSupported;
  }
}
