package dev.berth.conformance;

/** One thing that a case says about a decision, compared on its own. */
public enum Facet {
  /** What a quantity parses to. */
  QUANTITY("quantity"),
  PRE_ENQUEUE("pre-enqueue"),
  PRE_FILTER("pre-filter"),
  FILTER("filter"),
  FEASIBLE("feasible"),
  /** Counted once for each plugin that the case gives scores of. */
  SCORE("score"),
  /** The sum of the scores. */
  TOTAL("total"),
  /** The best nodes, and the node that is taken. */
  DECISION("decision"),
  ERROR("error"),
  REJECTING_PLUGINS("rejecting"),
  /** The message before PostFilter adds to it. */
  MESSAGE_HEAD("head"),
  /** What PostFilter adds. */
  MESSAGE_TAIL("tail"),
  /** Who may preempt, on which nodes it would help, with which victims, and the choice. */
  PREEMPTION("preemption"),
  NOMINATION("nomination");

  private final String title;

  Facet(String title) {
    this.title = title;
  }

  /** The column's name in the table and in JSON. */
  public String title() {
    return title;
  }
}
