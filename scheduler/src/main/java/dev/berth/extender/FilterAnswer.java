package dev.berth.extender;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.framework.Status;
import dev.berth.pipeline.Assessment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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

  /** Up to the first whole node, and from behind the last one to the next field. */
  private static final byte[] NODES = ascii("{\"Nodes\":{\"metadata\":{},\"items\":[");

  private static final byte[] END_OF_NODES = ascii("]},");

  private FilterAnswer() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

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
   * @param meter pays for what does not
   */
  static byte[] of(Offer offer, Assessment assessment, byte[] body, Meter meter)
      throws RefusedRequest {
    return switch (assessment) {
      case Assessment.Failed(Status.Error error) -> error(error.message());
      case Assessment.Judged judged ->
          switch (offer.nodes()) {
            case Offer.Names _ -> names(judged, meter);
            case Offer.Objects(List<Offer.SentNode> sent) -> objects(sent, judged, body, meter);
          };
    };
  }

  private static byte[] names(Assessment.Judged judged, Meter meter) throws RefusedRequest {
    return Json.bytes(
        meter,
        json -> {
          json.writeStartObject();
          json.writeNullField("Nodes");
          json.writeArrayFieldStart("NodeNames");
          for (int i = 0; i < judged.names().size(); i++) {
            if (judged.passes(i)) {
              json.writeString(judged.names().get(i));
            }
          }
          json.writeEndArray();
          writeFailed(json, judged);
          json.writeEndObject();
        });
  }

  /** Megabytes, so each node is copied once, as it came. */
  private static byte[] objects(
      List<Offer.SentNode> sent, Assessment.Judged judged, byte[] body, Meter meter)
      throws RefusedRequest {
    byte[] others =
        Json.bytes(
            meter,
            json -> {
              json.writeStartObject();
              json.writeNullField("NodeNames");
              writeFailed(json, judged);
              json.writeEndObject();
            });
    List<Offer.SentNode> passing = new ArrayList<>(sent.size());
    int length = NODES.length + END_OF_NODES.length + others.length;
    for (int i = 0; i < sent.size(); i++) {
      if (judged.passes(i)) {
        passing.add(sent.get(i));
        length += sent.get(i).length() + 1;
      }
    }
    ByteBuffer answer = ByteBuffer.allocate(length - 1 - (passing.isEmpty() ? 0 : 1));
    answer.put(NODES);
    for (int i = 0; i < passing.size(); i++) {
      if (i > 0) {
        answer.put((byte) ',');
      }
      answer.put(body, passing.get(i).start(), passing.get(i).length());
    }
    answer.put(END_OF_NODES);
    answer.put(others, 1, others.length - 1); // without its brace, this is one object
    return answer.array();
  }

  private static void writeFailed(JsonGenerator json, Assessment.Judged judged) throws IOException {
    writeFailed(json, "FailedNodes", judged, false);
    writeFailed(json, "FailedAndUnresolvableNodes", judged, true);
    json.writeStringField(ERROR, "");
  }

  private static void writeFailed(
      JsonGenerator json, String field, Assessment.Judged judged, boolean hopeless)
      throws IOException {
    json.writeObjectFieldStart(field);
    for (int i = 0; i < judged.names().size(); i++) {
      Status verdict = judged.verdicts().get(i);
      if (!judged.passes(i) && verdict instanceof Status.UnschedulableAndUnresolvable == hopeless) {
        json.writeStringField(judged.names().get(i), verdict.message());
      }
    }
    json.writeEndObject();
  }
}
