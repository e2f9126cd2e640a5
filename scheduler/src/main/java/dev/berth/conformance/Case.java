package dev.berth.conformance;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One line of a vector file: a small cluster, a pod, and what kube-scheduler decided.
 *
 * <p>Threading: immutable by convention; nobody writes into the trees.
 */
record Case(
    String name,
    String family,
    JsonNode config,
    JsonNode objects,
    JsonNode pod,
    Expectation expect) {

  static Case of(JsonNode line) {
    return new Case(
        line.path("name").asText(),
        line.path("family").asText(),
        line.path("config"),
        line.path("objects"),
        line.path("pod"),
        new Expectation(line.path("expect")));
  }
}
