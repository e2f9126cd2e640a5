package dev.berth.kube.extend;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.berth.framework.ExternalExtender.Victims;
import dev.berth.kube.decode.KubeJson;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer as Go does: names of fields in any case, what is unknown is passed over, null is
 * the empty value and changes no text that was there before, another type than expected is an
 * error, and what follows the first value is not looked at.
 *
 * <p>Threading: one per request.
 */
final class ExtenderReply {
  private final JsonParser json;

  private ExtenderReply(JsonParser json) {
    this.json = json;
  }

  /** One way to read an answer. */
  @FunctionalInterface
  interface Reading<T> {
    T of(ExtenderReply reply) throws IOException;
  }

  /**
   * Reads the one value.
   *
   * @throws IOException when the stream breaks or is not such an answer
   */
  static <T> T read(InputStream body, Reading<T> reading) throws IOException {
    try (JsonParser parser = KubeJson.factory().createParser(body)) {
      if (parser.nextToken() == null) {
        throw new EOFException("EOF");
      }
      return reading.of(new ExtenderReply(parser));
    }
  }

  /**
   * The answer to filter.
   *
   * @param names null when there was no list of names
   * @param nodes names of the nodes; null when there was no list of nodes
   */
  record Filter(
      @Nullable List<String> names,
      @Nullable List<String> nodes,
      Map<String, String> failed,
      Map<String, String> unresolvable,
      String error) {}

  Filter filter() throws IOException {
    List<String> names = null;
    List<String> nodes = null;
    Map<String, String> failed = Map.of();
    Map<String, String> unresolvable = Map.of();
    String error = "";
    for (String field = enter(); field != null; field = next()) {
      switch (field) {
        case "nodenames" -> names = list(this::text);
        case "nodes" -> nodes = nodeNames();
        case "failednodes" -> failed = byKey(failed, this::text);
        case "failedandunresolvablenodes" -> unresolvable = byKey(unresolvable, this::text);
        case "error" -> error = isNull() ? error : text();
        default -> json.skipChildren();
      }
    }
    return new Filter(names, nodes, failed, unresolvable, error);
  }

  /** The answer to prioritize; scores of one host add up. */
  Map<String, Long> scores() throws IOException {
    Map<String, Long> scores = new HashMap<>();
    list(
        () -> {
          String host = "";
          long score = 0;
          for (String field = enter(); field != null; field = next()) {
            switch (field) {
              case "host" -> host = text();
              case "score" -> score = number();
              default -> json.skipChildren();
            }
          }
          scores.merge(host, score, Long::sum);
          return host;
        });
    return scores;
  }

  /** The answer to preempt, which is by uid whatever was asked; in its order. */
  Map<String, Victims> victims() throws IOException {
    Map<String, Victims> byNode = Map.of();
    for (String field = enter(); field != null; field = next()) {
      if (field.equals("nodenametometavictims")) {
        byNode = byKey(byNode, this::victimsOfNode);
      } else {
        json.skipChildren();
      }
    }
    return byNode;
  }

  private Victims victimsOfNode() throws IOException {
    List<String> uids = List.of();
    long violations = 0;
    for (String field = enter(); field != null; field = next()) {
      switch (field) {
        case "pods" -> {
          List<String> pods = list(() -> textOf("uid", ""));
          uids = pods == null ? List.of() : pods;
        }
        case "numpdbviolations" -> violations = number();
        default -> json.skipChildren();
      }
    }
    return new Victims(uids, violations);
  }

  /** The answer to bind: its error, or nothing. */
  String error() throws IOException {
    return textOf("error", "");
  }

  private @Nullable List<String> nodeNames() throws IOException {
    if (isNull()) {
      return null;
    }
    List<String> nodes = List.of();
    for (String field = enter(); field != null; field = next()) {
      if (field.equals("items")) {
        List<String> items = list(this::nameOfNode);
        nodes = items == null ? List.of() : items;
      } else {
        json.skipChildren();
      }
    }
    return nodes;
  }

  private String nameOfNode() throws IOException {
    String name = "";
    for (String field = enter(); field != null; field = next()) {
      if (field.equals("metadata")) {
        name = textOf("name", name);
      } else {
        json.skipChildren();
      }
    }
    return name;
  }

  /** The text of that field of the object here. */
  private String textOf(String wanted, String absent) throws IOException {
    String text = absent;
    for (String field = enter(); field != null; field = next()) {
      if (field.equals(wanted)) {
        text = isNull() ? text : text();
      } else {
        json.skipChildren();
      }
    }
    return text;
  }

  /**
   * A map.
   *
   * @param before what the same field had before, if the answer has it twice; it stays
   */
  private <T> Map<String, T> byKey(Map<String, T> before, Element<T> element) throws IOException {
    if (isNull()) {
      return Map.of();
    }
    require(JsonToken.START_OBJECT);
    Map<String, T> byKey = new LinkedHashMap<>(before);
    for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
      json.nextToken();
      byKey.put(key, element.read());
    }
    return byKey;
  }

  /** Reads one element, from its first token to its last. */
  @FunctionalInterface
  private interface Element<T> {
    T read() throws IOException;
  }

  private <T> @Nullable List<T> list(Element<T> element) throws IOException {
    if (isNull()) {
      return null;
    }
    require(JsonToken.START_ARRAY);
    List<T> elements = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      elements.add(element.read());
    }
    return elements;
  }

  /** The first field of the object here, in lower case; null when it has none, or is null. */
  private @Nullable String enter() throws IOException {
    if (isNull()) {
      return null;
    }
    require(JsonToken.START_OBJECT);
    return next();
  }

  private @Nullable String next() throws IOException {
    String field = json.nextFieldName();
    if (field == null) {
      require(JsonToken.END_OBJECT);
      return null;
    }
    json.nextToken();
    return field.toLowerCase(Locale.ROOT);
  }

  private boolean isNull() {
    return json.currentToken() == JsonToken.VALUE_NULL;
  }

  private String text() throws IOException {
    if (isNull()) {
      return "";
    }
    require(JsonToken.VALUE_STRING);
    return json.getText();
  }

  private long number() throws IOException {
    if (isNull()) {
      return 0;
    }
    require(JsonToken.VALUE_NUMBER_INT);
    return json.getLongValue();
  }

  private void require(JsonToken wanted) throws IOException {
    if (json.currentToken() != wanted) {
      throw new IOException(
          "the answer has %s at %s where %s is wanted"
              .formatted(json.currentToken(), json.getParsingContext().pathAsPointer(), wanted));
    }
  }
}
