package dev.berth.kube.extend;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.berth.framework.ExtenderException;
import dev.berth.framework.PreemptionCandidate;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import dev.berth.model.RawJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * The body of a call, put together from pieces: kept objects are sent as they are, not copied. Its
 * length is told, because servers of few lines read nothing without it.
 *
 * <p>Fields have the names that Go gives them, and absent ones are null. Threading: one per
 * request.
 */
final class ExtenderRequest extends RequestBody {
  private static final MediaType JSON = MediaType.get("application/json");

  private final List<byte[]> pieces = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private long length;

  private ExtenderRequest() {}

  /** What filter and prioritize are sent. */
  static ExtenderRequest about(PodInfo pod, List<Node> nodes, boolean namesOnly)
      throws ExtenderException {
    ExtenderRequest request = new ExtenderRequest();
    request.text("{\"Pod\":").object(pod.source(), "pod", pod.key().toString());
    if (namesOnly) {
      request.text(",\"Nodes\":null,\"NodeNames\":[");
      String between = "";
      for (Node node : nodes) {
        request.text(between).quoted(node.name());
        between = ",";
      }
      request.text("]}");
    } else {
      request.text(",\"Nodes\":{\"metadata\":{},\"items\":[");
      String between = "";
      for (Node node : nodes) {
        request.text(between).object(node.source(), "node", node.name());
        between = ",";
      }
      request.text("]},\"NodeNames\":null}");
    }
    return request.end();
  }

  /** What preempt is sent. */
  static ExtenderRequest evicting(
      PodInfo pod, List<PreemptionCandidate> candidates, boolean uidsOnly)
      throws ExtenderException {
    ExtenderRequest request = new ExtenderRequest();
    request.text("{\"Pod\":").object(pod.source(), "pod", pod.key().toString());
    request.text(
        uidsOnly
            ? ",\"NodeNameToVictims\":null,\"NodeNameToMetaVictims\":{"
            : ",\"NodeNameToVictims\":{");
    String between = "";
    for (PreemptionCandidate candidate : candidates) {
      request.text(between).quoted(candidate.node()).text(":{\"Pods\":[");
      request.victims(candidate.victims(), uidsOnly);
      request.text("],\"NumPDBViolations\":" + candidate.budgetViolations() + "}");
      between = ",";
    }
    return request.text(uidsOnly ? "}}" : "},\"NodeNameToMetaVictims\":null}").end();
  }

  private void victims(List<PodInfo> victims, boolean uidsOnly) throws ExtenderException {
    String between = "";
    for (PodInfo victim : victims) {
      text(between);
      if (uidsOnly) {
        text("{\"UID\":").quoted(victim.uid()).text("}");
      } else {
        object(victim.source(), "pod", victim.key().toString());
      }
      between = ",";
    }
  }

  /** What bind is sent. */
  static ExtenderRequest binding(PodInfo pod, String node) {
    return new ExtenderRequest()
        .text("{\"PodName\":")
        .quoted(pod.key().name())
        .text(",\"PodNamespace\":")
        .quoted(pod.key().namespace())
        .text(",\"PodUID\":")
        .quoted(pod.uid())
        .text(",\"Node\":")
        .quoted(node)
        .text("}")
        .end();
  }

  private ExtenderRequest text(String json) {
    text.append(json);
    return this;
  }

  private ExtenderRequest quoted(String value) {
    text.append('"');
    JsonStringEncoder.getInstance().quoteAsString(value, text);
    text.append('"');
    return this;
  }

  private void object(@Nullable RawJson source, String kind, String name) throws ExtenderException {
    if (source == null) {
      throw new ExtenderException(
          "%s %s was not kept as the API server wrote it".formatted(kind, name));
    }
    end();
    piece(source.utf8());
  }

  private ExtenderRequest end() {
    if (!text.isEmpty()) {
      piece(text.toString().getBytes(StandardCharsets.UTF_8));
      text.setLength(0);
    }
    return this;
  }

  private void piece(byte[] bytes) {
    pieces.add(bytes);
    length += bytes.length;
  }

  @Override
  public MediaType contentType() {
    return JSON;
  }

  @Override
  public long contentLength() {
    return length;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    for (byte[] piece : pieces) {
      sink.write(piece);
    }
  }
}
