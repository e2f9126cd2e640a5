package dev.berth.extender;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.framework.Status;
import dev.berth.pipeline.Assessment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is said to {@code filter}: nodes in the form and order in which they came, and for each
 * other one why not.
 *
 * <p>Mirrors {@code ExtenderFilterResult}, {@code k8s.io/kube-scheduler/extender/v1}, Kubernetes
 * 1.36.3. Threading: any thread.
 */
final class FilterAnswer {
  private static final String ERROR = "Error";
  private static final List<String> RESULTS =
      List.of("Nodes", "NodeNames", "FailedNodes", "FailedAndUnresolvableNodes");

  private FilterAnswer() {}

  static byte[] error(String text) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          for (String field : RESULTS) {
            json.writeNullField(field);
          }
          json.writeStringField(ERROR, text);
          json.writeEndObject();
        });
  }

  /**
   * @param body the request, of which whole nodes go back
   */
  static byte[] of(Offer offer, Assessment assessment, byte[] body) {
    return switch (assessment) {
      case Assessment.Failed(Status.Error error) -> error(error.message());
      case Assessment.Judged judged -> of(offer, judged, body);
    };
  }

  private static byte[] of(Offer offer, Assessment.Judged judged, byte[] body) {
    Map<String, String> failed = new LinkedHashMap<>();
    Map<String, String> unresolvable = new LinkedHashMap<>();
    judged
        .rejected()
        .forEach(
            (node, status) -> {
              boolean hopeless = status instanceof Status.UnschedulableAndUnresolvable;
              (hopeless ? unresolvable : failed).put(node, status.message());
            });
    return Json.bytes(
        json -> {
          json.writeStartObject();
          writePassing(json, offer.nodes(), judged, body);
          Json.map(json, "FailedNodes", failed);
          Json.map(json, "FailedAndUnresolvableNodes", unresolvable);
          json.writeStringField(ERROR, "");
          json.writeEndObject();
        });
  }

  private static void writePassing(
      JsonGenerator json, Offer.Nodes offered, Assessment.Judged judged, byte[] body)
      throws IOException {
    switch (offered) {
      case Offer.Names(List<String> names) -> {
        json.writeNullField("Nodes");
        List<String> passing = new ArrayList<>(names);
        passing.removeIf(name -> !judged.totals().containsKey(name));
        Json.texts(json, "NodeNames", passing);
      }
      case Offer.Objects(List<Offer.SentNode> nodes) -> {
        json.writeObjectFieldStart("Nodes");
        json.writeObjectFieldStart("metadata");
        json.writeEndObject();
        json.writeArrayFieldStart("items");
        for (Offer.SentNode node : nodes) {
          if (judged.totals().containsKey(node.node().name())) {
            json.writeRawValue(node.textIn(body));
          }
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeNullField("NodeNames");
      }
    }
  }
}
