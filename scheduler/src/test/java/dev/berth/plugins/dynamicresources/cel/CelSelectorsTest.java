package dev.berth.plugins.dynamicresources.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.model.Quantity;
import dev.berth.model.devices.Device;
import dev.berth.model.devices.DeviceAttribute;
import dev.berth.model.devices.DeviceBinding;
import dev.berth.model.devices.DeviceCapacity;
import dev.berth.model.devices.NodeReach;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * {@code expressions.jsonl} holds what {@code k8s.io/dynamic-resource-allocation/cel} 0.36.3 says
 * of each expression for the three devices below. A line that {@code differs} names what is known
 * not to be the same here: {@code result}, {@code text} or {@code cost}.
 */
final class CelSelectorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> DRIVERS =
      List.of("dra.example.com", "dra.example.com", "other.example.org");
  private static final List<Device> DEVICES =
      List.of(
          device(true, attributes(), capacity()),
          device(false, Map.of(), Map.of()),
          device(false, Map.of("bad", new DeviceAttribute.Version("1.2")), Map.of()));

  private final CelSelectors selectors = new CelSelectors();

  private static Device device(
      boolean shareable,
      Map<String, DeviceAttribute> attributes,
      Map<String, DeviceCapacity> capacity) {
    return new Device(
        "d",
        attributes,
        capacity,
        List.of(),
        new NodeReach.Unsaid(),
        List.of(),
        DeviceBinding.NONE,
        shareable);
  }

  private static Map<String, DeviceAttribute> attributes() {
    Map<String, DeviceAttribute> attributes = new LinkedHashMap<>();
    attributes.put("model", new DeviceAttribute.Text("A100-SXM"));
    attributes.put("numa", new DeviceAttribute.Int(1));
    attributes.put("big", new DeviceAttribute.Int(9_007_199_254_740_993L));
    attributes.put("ecc", new DeviceAttribute.Bool(true));
    attributes.put("off", new DeviceAttribute.Bool(false));
    attributes.put("version", new DeviceAttribute.Version("12.4.1-rc.1+b5"));
    attributes.put("other.example.org/rev", new DeviceAttribute.Text("v2"));
    attributes.put("empty", new DeviceAttribute.Text(""));
    attributes.put("ip", new DeviceAttribute.Text("10.0.0.5"));
    attributes.put(
        "url", new DeviceAttribute.Text("https://user@example.com:8443/a/b?x=1&y=2&x=3"));
    attributes.put("min", new DeviceAttribute.Int(Long.MIN_VALUE));
    attributes.put("uni", new DeviceAttribute.Text("größe-日本"));
    return attributes;
  }

  private static Map<String, DeviceCapacity> capacity() {
    Map<String, DeviceCapacity> capacity = new LinkedHashMap<>();
    capacity.put("memory", new DeviceCapacity(Quantity.parse("80Gi"), null));
    capacity.put("cores", new DeviceCapacity(Quantity.parse("108"), null));
    capacity.put("other.example.org/slots", new DeviceCapacity(Quantity.parse("1500m"), null));
    capacity.put("huge", new DeviceCapacity(Quantity.parse("100E"), null));
    return capacity;
  }

  private boolean matches(String expression) throws SelectorException {
    return selectors.compile(expression).matches(DRIVERS.getFirst(), DEVICES.getFirst());
  }

  @Test
  void expressions_areJudgedAsKubeSchedulerDoes() throws IOException {
    List<String> differences = new ArrayList<>();
    int compared = 0;
    try (InputStream file = CelSelectorsTest.class.getResourceAsStream("expressions.jsonl")) {
      String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        compare(JSON.readTree(line), differences);
        compared++;
      }
    }
    assertThat(differences).isEmpty();
    assertThat(compared).isGreaterThan(400);
  }

  private void compare(JsonNode line, List<String> differences) {
    String expression = line.path("expr").asText();
    List<String> known = new ArrayList<>();
    line.path("differs").forEach(facet -> known.add(facet.asText()));
    CompiledSelector selector = selectors.compile(expression);
    String wantError = line.path("compileError").asText();
    String error = selector.compileError() == null ? "" : selector.compileError();
    if (wantError.isEmpty() != error.isEmpty()) {
      note(known, "result", expression, wantError, error, differences);
    } else if (!wantError.equals(error)) {
      note(known, "text", expression, wantError, error, differences);
    } else if (selector instanceof RunnableSelector runnable) {
      for (int i = 0; i < DEVICES.size(); i++) {
        compare(expression, runnable, i, line.path("results").path(i), known, differences);
      }
    }
  }

  private static void compare(
      String expression,
      RunnableSelector selector,
      int device,
      JsonNode want,
      List<String> known,
      List<String> differences) {
    CostMeter meter = new CostMeter(selector.rules());
    String got;
    try {
      got = "" + selector.matches(DRIVERS.get(device), DEVICES.get(device), meter);
    } catch (SelectorException e) {
      got = "error " + e.getMessage();
    }
    String wanted =
        want.has("match") ? want.path("match").asText() : "error " + want.path("error").asText();
    String where = expression + " of device " + device;
    if (!wanted.equals(got)) {
      boolean bothFail = wanted.startsWith("error") && got.startsWith("error");
      note(known, bothFail ? "text" : "result", where, wanted, got, differences);
    } else if (want.has("match") && meter.cost() != want.path("cost").asLong()) {
      note(known, "cost", where, want.path("cost").asText(), "" + meter.cost(), differences);
    }
  }

  private static void note(
      List<String> known,
      String facet,
      String where,
      String want,
      String got,
      List<String> differences) {
    if (!known.contains(facet)) {
      differences.add(facet + " of " + where + ": want " + want + ", got " + got);
    }
  }

  @Test
  void anExpressionThatCostsTooMuch_isEnded() {
    assertThatExceptionOfType(SelectorException.class)
        .isThrownBy(
            () -> matches("lists.range(1000).all(x, lists.range(1000).all(y, x + y >= 0)) || true"))
        .withMessage("operation cancelled: actual cost limit exceeded");
    assertThatExceptionOfType(SelectorException.class)
        .isThrownBy(() -> matches("lists.range(9223372036854775807).size() > 0 || true"))
        .withMessage("operation cancelled: actual cost limit exceeded");
  }

  @Test
  void aLongExpression_isRefused() {
    assertThat(selectors.compile("true" + " ".repeat(CelSelectors.MAX_BYTES)).compileError())
        .contains("more than 10240 bytes");
  }

  @Test
  void aKnownExpression_isNotCompiledAgain_untilManyOthersCame() {
    CompiledSelector first = selectors.compile("true");
    assertThat(selectors.compile("true")).isSameAs(first);
    for (int i = 0; i < 100; i++) {
      assertThat(selectors.compile(i + " > 5").compileError()).isNull();
    }
    assertThat(selectors.compile("true")).isNotSameAs(first);
  }

  @Test
  void nonsense_isJudgedAndEnds() {
    List<String> words =
        List.of(
            "device",
            ".",
            "attributes",
            "[",
            "]",
            "\"dra.example.com\"",
            "(",
            ")",
            "&&",
            "||",
            "!",
            "==",
            "in",
            "1",
            "2.5",
            "?",
            ":",
            "{",
            "}",
            ",",
            "x",
            "all",
            "exists",
            "map",
            "size",
            "null",
            "-",
            "+",
            "*",
            "/",
            "%",
            "\"a\"",
            "true",
            "has",
            "matches",
            "\u0000",
            "\"",
            "'",
            "capacity",
            "quantity",
            "cel.bind",
            "optional",
            "\\",
            "日");
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < 400; i++) {
      StringBuilder expression = new StringBuilder();
      int length = 1 + random.nextInt(i % 10 == 0 ? 300 : 12);
      for (int j = 0; j < length; j++) {
        expression.append(words.get(random.nextInt(words.size())));
      }
      CompiledSelector selector = selectors.compile(expression.toString());
      if (selector.compileError() == null) {
        assertThat(outcome(selector)).isNotEmpty();
      }
    }
    assertThat(selectors.compile("(".repeat(5000) + "true").compileError()).isNotNull();
    assertThat(selectors.compile("!".repeat(5000) + "true")).isNotNull();
    assertThat(selectors.compile("true" + " && true".repeat(1200))).isNotNull();
  }

  private static String outcome(CompiledSelector selector) {
    try {
      return "" + selector.matches(DRIVERS.getFirst(), DEVICES.getFirst());
    } catch (SelectorException e) {
      return "error " + e.getMessage();
    }
  }
}
