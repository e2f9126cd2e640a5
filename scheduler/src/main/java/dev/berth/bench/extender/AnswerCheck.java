package dev.berth.bench.extender;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.berth.bench.cluster.BenchException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Whether an answer is one, and about as many nodes as were offered: a fast wrong extender must
 * fail.
 *
 * <p>Threading: immutable.
 */
final class AnswerCheck {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int OK = 200;
  private static final int TOP_SCORE = 10;

  private AnswerCheck() {}

  /** What {@code filter} says, in numbers. */
  private static final class Filtered {
    private int passing;
    private int failed;
    private String error = "";
  }

  /**
   * Of {@code filter}.
   *
   * @param wantPassing the nodes that the pod fits on
   * @throws BenchException when it says otherwise
   */
  static void filter(KeepAliveConnection.Answer answer, int offered, int wantPassing)
      throws IOException {
    requireOk("filter", answer);
    Filtered filtered = new Filtered();
    try (JsonParser json = parser(answer.body())) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "NodeNames" -> filtered.passing += elements(json);
          case "Nodes" -> filtered.passing += items(json);
          case "FailedNodes", "FailedAndUnresolvableNodes" -> filtered.failed += elements(json);
          case "Error" -> filtered.error = json.getText();
          default -> json.skipChildren();
        }
      }
    }
    if (!filtered.error.isEmpty()
        || filtered.passing != wantPassing
        || filtered.passing + filtered.failed != offered) {
      throw new BenchException(
          "filter answers %d passing and %d failed of %d nodes, and %d should pass: %s"
              .formatted(filtered.passing, filtered.failed, offered, wantPassing, filtered.error));
    }
  }

  /** Of {@code prioritize}: as many scores as nodes, none out of range. */
  static void prioritize(KeepAliveConnection.Answer answer, int offered) throws IOException {
    requireOk("prioritize", answer);
    int hosts = 0;
    try (JsonParser json = parser(answer.body())) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.VALUE_NUMBER_INT) {
          hosts++;
          int score = json.getIntValue();
          if (score < 0 || score > TOP_SCORE) {
            throw new BenchException("prioritize answers with a score of " + score);
          }
        }
      }
    }
    if (hosts != offered) {
      throw new BenchException(
          "prioritize answers with %d scores for %d nodes".formatted(hosts, offered));
    }
  }

  /** Of {@code preempt}: on so many of the proposed nodes the pod fits without its victims. */
  static void preempt(KeepAliveConnection.Answer answer, int wantNodes) throws IOException {
    requireOk("preempt", answer);
    int nodes = 0;
    try (JsonParser json = parser(answer.body())) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        json.nextToken();
        nodes += elements(json);
      }
    }
    if (nodes != wantNodes) {
      throw new BenchException(
          "preempt answers with %d nodes, and there should be %d".formatted(nodes, wantNodes));
    }
  }

  /** Of {@code bind}: without an error. */
  static void bind(KeepAliveConnection.Answer answer) throws IOException {
    requireOk("bind", answer);
    try (JsonParser json = parser(answer.body())) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        json.nextToken();
        if (!json.getText().isEmpty()) {
          throw new BenchException("bind answers: " + json.getText());
        }
      }
    }
  }

  private static void requireOk(String verb, KeepAliveConnection.Answer answer) {
    if (answer.status() != OK) {
      throw new BenchException("%s answers %d: %s".formatted(verb, answer.status(), answer.text()));
    }
  }

  private static JsonParser parser(ByteBuffer body) throws IOException {
    return JSON.createParser(body.array(), body.arrayOffset() + body.position(), body.remaining());
  }

  /** The entries of the object or list at which the parser stands; null has none. */
  private static int elements(JsonParser json) throws IOException {
    if (!json.currentToken().isStructStart()) {
      return 0;
    }
    boolean isObject = json.hasToken(JsonToken.START_OBJECT);
    int count = 0;
    for (JsonToken token = json.nextToken(); !token.isStructEnd(); token = json.nextToken()) {
      if (isObject) {
        json.nextToken();
      }
      json.skipChildren();
      count++;
    }
    return count;
  }

  private static int items(JsonParser json) throws IOException {
    if (!json.hasToken(JsonToken.START_OBJECT)) {
      return 0;
    }
    int count = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean isItems = json.currentName().equals("items");
      json.nextToken();
      if (isItems) {
        count = elements(json);
      } else {
        json.skipChildren();
      }
    }
    return count;
  }
}
