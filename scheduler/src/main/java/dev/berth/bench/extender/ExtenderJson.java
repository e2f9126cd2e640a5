package dev.berth.bench.extender;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.bench.Machine;
import dev.berth.bench.Percentiles;
import java.io.PrintWriter;
import java.util.Locale;

/** An {@link ExtenderReport} for a program: one JSON object, times in milliseconds. */
public final class ExtenderJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ExtenderJson() {}

  public static void print(ExtenderReport report, PrintWriter out) {
    ExtenderSettings settings = report.settings();
    ObjectNode tree = JSON.createObjectNode();
    tree.put("benchmark", "extender");
    tree.put("nodes", settings.cluster().nodes());
    tree.put("fullNodes", settings.cluster().fullNodes());
    tree.put("fullNodeBytes", report.wholeNodeBytes());
    tree.put("fullNodesChangedPerPod", settings.cluster().changing());
    tree.put("podsPlaced", settings.cluster().placed());
    tree.put("seed", settings.seed());
    Machine machine = report.machine();
    tree.putObject("machine")
        .put("cores", machine.cores())
        .put("os", machine.os())
        .put("loadAverageAtStart", machine.loadAverage());
    ArrayNode results = tree.putArray("results");
    for (ContenderResult result : report.results()) {
      ObjectNode of = results.addObject().put("name", result.name());
      result.forms().forEach(form -> write(form, of.putObject(field(form.form()))));
    }
    out.println(tree);
    out.flush();
  }

  private static String field(Form form) {
    return form.name().toLowerCase(Locale.ROOT);
  }

  private static void write(FormResult result, ObjectNode into) {
    result.nanos().forEach((verb, nanos) -> write(nanos, into.putObject(verb.title() + "Millis")));
    into.put("requestsPerSecond", rounded(result.requestsPerSecond()));
    into.put("cpuMillisPerRequest", rounded(result.cpuMillisPerRequest()));
    ArrayNode memory = into.putArray("memory");
    for (FormResult.Memory mark : result.memory()) {
      ObjectNode at = memory.addObject();
      at.put("requests", mark.requests()).put("residentBytes", mark.residentBytes());
      if (mark.liveHeapBytes() > 0) {
        at.put("liveHeapBytes", mark.liveHeapBytes());
      }
    }
  }

  private static void write(Percentiles nanos, ObjectNode into) {
    into.put("count", nanos.count());
    into.put("p50", rounded(nanos.p50() / 1e6));
    into.put("p99", rounded(nanos.p99() / 1e6));
    into.put("max", rounded(nanos.max() / 1e6));
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
