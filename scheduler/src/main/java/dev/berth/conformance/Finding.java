package dev.berth.conformance;

/**
 * What comparing one facet of one case gave.
 *
 * <p>Threading: immutable.
 */
public sealed interface Finding {

  Facet facet();

  /** Berth decides the same. */
  record Agree(Facet facet) implements Finding {}

  /** Berth decides otherwise; {@code subject} is the node or plugin concerned, "" for the pod. */
  record Disagree(Facet facet, String subject, String want, String got) implements Finding {}

  /** The case needs a plugin that is not built. */
  record NotSupported(Facet facet) implements Finding {}
}
