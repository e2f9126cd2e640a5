package dev.berth.extender;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.berth.kube.decode.NodeDecoder;
import dev.berth.kube.decode.PodDecoder;
import dev.berth.kube.decode.UndecodableObject;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code ExtenderArgs}.
 *
 * <p>When both forms are given, the names count: that is what a caller sends who believes that we
 * know the nodes.
 *
 * <p>Threading: any thread.
 */
final class OfferReader {
  private static final String TYPE = "ExtenderArgs";

  private final PodDecoder pods;
  private final NodeDecoder nodes;

  OfferReader(PodDecoder pods, NodeDecoder nodes) {
    this.pods = pods;
    this.nodes = nodes;
  }

  /**
   * Reads a body.
   *
   * @throws MalformedRequest when it has no pod, no nodes, or cannot be understood
   */
  Offer read(byte[] body) throws MalformedRequest {
    Parts parts = new Parts();
    new RequestReader(TYPE)
        .read(
            body,
            Map.of(
                "pod", parts::readPod,
                "nodes", parts::readNodes,
                "nodenames", parts::readNames));
    return parts.offer();
  }

  /** What was read until now. */
  private final class Parts {
    private @Nullable PodInfo pod;
    private @Nullable List<String> names;
    private @Nullable List<Offer.SentNode> sent;

    private void readPod(JsonParser json) throws IOException, UndecodableObject, MalformedRequest {
      if (!json.hasToken(JsonToken.VALUE_NULL)) {
        RequestReader.expect(json, JsonToken.START_OBJECT, "Pod", "an object");
        pod = pods.decode(json);
      }
    }

    private void readNames(JsonParser json)
        throws IOException, UndecodableObject, MalformedRequest {
      names = RequestReader.texts(json, "NodeNames");
    }

    private void readNodes(JsonParser json)
        throws IOException, UndecodableObject, MalformedRequest {
      if (json.hasToken(JsonToken.VALUE_NULL)) {
        return;
      }
      List<Offer.SentNode> items = new ArrayList<>();
      RequestReader.object(
          json,
          "Nodes",
          Map.of(
              "items",
              list -> RequestReader.list(list, "Nodes.items", item -> items.add(node(item)))));
      sent = items;
    }

    private Offer.SentNode node(JsonParser json)
        throws IOException, UndecodableObject, MalformedRequest {
      RequestReader.expect(json, JsonToken.START_OBJECT, "Nodes.items[]", "an object");
      int start = (int) json.currentTokenLocation().getByteOffset();
      Node node = nodes.decode(json);
      return new Offer.SentNode(node, start, (int) json.currentLocation().getByteOffset());
    }

    private Offer offer() throws MalformedRequest {
      PodInfo asked = pod;
      if (asked == null) {
        throw new MalformedRequest(TYPE + " has no Pod");
      }
      List<String> byName = names;
      if (byName != null) {
        Set<String> seen = new HashSet<>();
        return new Offer(asked, new Offer.Names(byName.stream().filter(seen::add).toList()));
      }
      List<Offer.SentNode> whole = sent;
      if (whole != null) {
        Set<String> seen = new HashSet<>();
        return new Offer(
            asked,
            new Offer.Objects(
                whole.stream().filter(node -> seen.add(node.node().name())).toList()));
      }
      throw new MalformedRequest(
          TYPE + " has neither Nodes nor NodeNames, so no node is offered for pod " + asked.key());
    }
  }
}
