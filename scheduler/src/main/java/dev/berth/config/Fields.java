package dev.berth.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.model.GoDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over one mapping of a configuration: each question names a field and what may stand
 * there, and fields nobody asked for are errors.
 *
 * <p>A wrong value is noted with its path and the fallback is answered instead, so that reading
 * goes on and all errors are found at once. An explicit null counts as absent, as in Go.
 *
 * <p>Threading: one per request.
 */
public final class Fields {
  /** As many seconds as fit into 64 bits of nanoseconds, which is what kube-scheduler counts in. */
  static final long MAX_SECONDS = Long.MAX_VALUE / 1_000_000_000L;

  private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

  private final JsonNode tree;
  private final String path;
  private final String pattern;
  private final Findings findings;
  private final Set<String> asked = new TreeSet<>();

  private Fields(JsonNode tree, String path, String pattern, Findings findings) {
    this.tree = tree;
    this.path = path;
    this.pattern = pattern;
    this.findings = findings;
  }

  /** Reads one mapping and everything in it; what is wrong goes to {@code findings}. */
  static <T extends @Nullable Object> T read(
      @Nullable JsonNode tree, String path, Findings findings, Function<Fields, T> reader) {
    return readAs(tree, path, path, findings, reader);
  }

  private static <T extends @Nullable Object> T readAs(
      @Nullable JsonNode tree,
      String path,
      String pattern,
      Findings findings,
      Function<Fields, T> reader) {
    if (tree == null || isAbsent(tree)) {
      return reader.apply(new Fields(NOTHING, path, pattern, findings));
    }
    if (!tree.isObject()) {
      findings.problem(path, "is " + describe(tree) + "; a mapping is wanted");
      return reader.apply(new Fields(NOTHING, path, pattern, new Findings()));
    }
    Fields fields = new Fields(tree, path, pattern, findings);
    T value = reader.apply(fields);
    fields.refuseUnknown();
    return value;
  }

  /** Where this mapping stands, as in {@code profiles[0].pluginConfig[2].args}. */
  public String path() {
    return path;
  }

  /** Where a field of this mapping stands. */
  public String pathOf(String field) {
    return join(path, field);
  }

  /** Whether the user set the field to something. */
  public boolean has(String field) {
    asked.add(field);
    return !isAbsent(tree.get(field));
  }

  /** Text, or null when absent. */
  public @Nullable String text(String field) {
    JsonNode value = take(field);
    if (value == null || value.isTextual()) {
      return value == null ? null : value.textValue();
    }
    wrong(field, value, "text is wanted");
    return null;
  }

  /** Text. An empty text counts as absent. */
  public String text(String field, String fallback) {
    String text = text(field);
    return text == null || text.isEmpty() ? fallback : text;
  }

  /** Text that must be there and not be empty. */
  public String requiredText(String field) {
    if (!has(field)) {
      problem(field, "is missing");
      return "";
    }
    String text = text(field);
    if (text != null && text.isEmpty()) {
      problem(field, "is empty");
    }
    return text == null ? "" : text;
  }

  /** One of the given texts, or null when absent or none of them. */
  public @Nullable String oneOf(String field, Collection<String> allowed) {
    String text = text(field);
    if (text == null || allowed.contains(text)) {
      return text;
    }
    String all = String.join(", ", allowed);
    invalid(field, quote(text), "allowed is " + all + "." + NearestName.maybe(text, allowed));
    return null;
  }

  /** A truth value. */
  public boolean flag(String field, boolean fallback) {
    JsonNode value = take(field);
    if (value == null || value.isBoolean()) {
      return value == null ? fallback : value.booleanValue();
    }
    wrong(field, value, "true or false is wanted");
    return fallback;
  }

  /** A whole number between two bounds, both allowed. */
  public long wholeNumber(String field, long fallback, long least, long most) {
    Long value = wholeNumber(field);
    if (value == null || (least <= value && value <= most)) {
      return value == null ? fallback : value;
    }
    boolean unbounded = value < least && most >= Integer.MAX_VALUE;
    String allowed = unbounded ? least + " or more" : least + " to " + most;
    invalid(field, value.toString(), "allowed is " + allowed);
    return fallback;
  }

  /** A whole number between two bounds, both allowed. */
  public int wholeNumber(String field, int fallback, int least, int most) {
    return Math.toIntExact(wholeNumber(field, (long) fallback, least, most));
  }

  /** Any whole number, or null when absent. */
  public @Nullable Long wholeNumber(String field) {
    JsonNode value = take(field);
    if (value == null) {
      return null;
    }
    if (!value.isNumber() || !value.canConvertToExactIntegral()) {
      wrong(field, value, "a whole number is wanted");
      return null;
    }
    if (!value.canConvertToLong()) {
      invalid(field, value.asText(), "a number of at most 64 bits is wanted");
      return null;
    }
    return value.longValue();
  }

  /** A number with a fraction between two bounds, both allowed. */
  public double decimal(String field, double fallback, double least, double most) {
    JsonNode value = take(field);
    if (value == null) {
      return fallback;
    }
    if (!value.isNumber()) {
      wrong(field, value, "a number is wanted");
      return fallback;
    }
    if (value.doubleValue() >= least && value.doubleValue() <= most) {
      return value.doubleValue();
    }
    invalid(field, value.asText(), "allowed is " + least + " to " + most);
    return fallback;
  }

  /** A duration as Go writes it, such as {@code 15s}. */
  public Duration duration(String field, Duration fallback) {
    JsonNode value = take(field);
    if (value == null) {
      return fallback;
    }
    Duration duration = value.isTextual() ? GoDuration.parse(value.textValue()) : null;
    if (duration == null) {
      wrong(field, value, "allowed is " + GoDuration.ALLOWED);
    }
    return duration == null ? fallback : duration;
  }

  /** A list of texts; empty when absent. */
  public List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    JsonNode list = takeList(field);
    for (int i = 0; i < list.size(); i++) {
      JsonNode element = list.get(i);
      if (element.isTextual()) {
        texts.add(element.textValue());
      } else {
        findings.problem(elementPath(field, i), "is " + describe(element) + "; text is wanted");
      }
    }
    return List.copyOf(texts);
  }

  /** Bytes written in base64; empty when absent. */
  String base64(String field) {
    String text = text(field, "");
    try {
      Base64.getDecoder().decode(text);
      return text;
    } catch (IllegalArgumentException e) {
      problem(field, "is not base64");
      return "";
    }
  }

  /** A mapping; when absent, it is read as an empty one, so that the reader's defaults apply. */
  public <T extends @Nullable Object> T object(String field, Function<Fields, T> reader) {
    return readAs(take(field), pathOf(field), join(pattern, field), findings, reader);
  }

  /** A mapping, or null when absent. */
  public <T> @Nullable T objectOrNull(String field, Function<Fields, T> reader) {
    return has(field) ? object(field, reader) : null;
  }

  /** A list of mappings; empty when absent. */
  public <T> List<T> objects(String field, Function<Fields, T> reader) {
    JsonNode list = takeList(field);
    String elementPattern = join(pattern, field) + "[]";
    return IntStream.range(0, list.size())
        .mapToObj(i -> readAs(list.get(i), elementPath(field, i), elementPattern, findings, reader))
        .toList();
  }

  /** How many elements a list has; 0 when it is absent or no list. */
  int count(String field) {
    JsonNode list = tree.get(field);
    return list == null || !list.isArray() ? 0 : list.size();
  }

  /** Any value as it stands, unread; null when absent. */
  @Nullable JsonNode tree(String field) {
    return take(field);
  }

  /**
   * A mapping known by a name, where the fields it has depend on that name, as in {@code
   * profiles[].pluginConfig[NodeAffinity].args}.
   */
  <T extends @Nullable Object> T objectOf(String field, String name, Function<Fields, T> reader) {
    String named = pattern.replaceFirst("\\[\\]$", "[" + name + "]");
    JsonNode value = take(field);
    if (value != null) {
      findings.set(pathOf(field), join(named, field));
    }
    return readAs(value, pathOf(field), join(named, field), findings, reader);
  }

  /** Notes that a field is wrong: {@code is VALUE; RULE}. */
  public void invalid(String field, String value, String rule) {
    problem(field, "is " + value + "; " + rule);
  }

  /** Notes that a field is wrong. */
  public void problem(String field, String message) {
    findings.problem(pathOf(field), message);
  }

  /** Notes an error unless the field is absent or says exactly this. */
  void mustBe(String field, String wanted) {
    String text = text(field, wanted);
    if (!text.equals(wanted)) {
      invalid(field, quote(text), "allowed is " + wanted);
    }
  }

  /** Notes an error when the field, which has to name one of several, is absent. */
  void mustBeThere(String field, Collection<String> allowed) {
    if (!has(field)) {
      problem(field, "is missing; allowed is " + String.join(", ", allowed));
    }
  }

  /** Where an element of a list in this mapping stands. */
  public String elementPath(String field, int index) {
    return pathOf(field) + "[" + index + "]";
  }

  /** Whether nothing wrong was noted about the field itself. */
  boolean isSound(String field) {
    return !findings.hasProblemAt(pathOf(field));
  }

  /** Notes that something deeper is wrong. */
  void problemAt(String deepPath, String message) {
    findings.problem(deepPath, message);
  }

  Findings findings() {
    return findings;
  }

  static String quote(String text) {
    return "\"" + text + "\"";
  }

  private void wrong(String field, JsonNode value, String wanted) {
    invalid(field, describe(value), wanted);
  }

  private @Nullable JsonNode take(String field) {
    asked.add(field);
    JsonNode value = tree.get(field);
    if (isAbsent(value)) {
      return null;
    }
    findings.set(pathOf(field), join(pattern, field));
    return value;
  }

  private JsonNode takeList(String field) {
    JsonNode list = take(field);
    if (list == null || list.isArray()) {
      return list == null ? NOTHING : list;
    }
    wrong(field, list, "a list is wanted");
    return NOTHING;
  }

  private void refuseUnknown() {
    for (String field : (Iterable<String>) tree::fieldNames) {
      if (!asked.contains(field)) {
        problem(field, "is not a known field." + NearestName.maybe(field, asked));
      }
    }
  }

  private static boolean isAbsent(@Nullable JsonNode value) {
    return value == null || value.isNull() || value.isMissingNode();
  }

  private static String join(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  private static String describe(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> quote(value.textValue());
      case OBJECT, POJO -> "a mapping";
      case ARRAY -> "a list";
      case BINARY, BOOLEAN, NUMBER, NULL, MISSING -> value.asText();
    };
  }
}
