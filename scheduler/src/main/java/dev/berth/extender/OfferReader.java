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
 * <p>When both forms are given, the names count where we know nodes by name: that is what a caller
 * sends who believes that we do.
 *
 * <p>Threading: any thread.
 */
final class OfferReader {
  private static final String TYPE = "ExtenderArgs";

  private final PodDecoder pods;
  private final NodeDecoder nodes;
  private final NodeKnowledge knowledge;
  private final KnownNodes known;

  OfferReader(PodDecoder pods, NodeDecoder nodes, NodeKnowledge knowledge, KnownNodes known) {
    this.pods = pods;
    this.nodes = nodes;
    this.knowledge = knowledge;
    this.known = known;
  }

  /**
   * Reads a body.
   *
   * @throws MalformedRequest when it has no pod, no nodes, or cannot be understood
   */
  Offer read(byte[] body) throws MalformedRequest {
    KnownNodes.Cut cut = known.cut(body);
    if (cut != null) {
      try {
        return read(cut.rest(), new Parts(cut.nodes()));
      } catch (MalformedRequest unusual) {
        // What is wrong, and where, is said of the whole.
      }
    }
    return read(body, new Parts(null));
  }

  private static Offer read(byte[] body, Parts parts) throws MalformedRequest {
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
    private int podBytes;
    private @Nullable List<String> names;
    private @Nullable List<Offer.SentNode> sent;

    /** What was in the first list of nodes; null when nothing was taken out. */
    private final @Nullable List<Offer.SentNode> cut;

    private boolean cutIsRead;

    Parts(@Nullable List<Offer.SentNode> cut) {
      this.cut = cut;
    }

    private void readPod(JsonParser json) throws IOException, UndecodableObject, MalformedRequest {
      if (!json.hasToken(JsonToken.VALUE_NULL)) {
        RequestReader.expect(json, JsonToken.START_OBJECT, "Pod", "an object");
        long start = json.currentTokenLocation().getByteOffset();
        pod = pods.decode(json);
        podBytes = (int) (json.currentLocation().getByteOffset() - start);
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
              list -> {
                RequestReader.list(list, "Nodes.items", item -> items.add(node(item)));
                if (cut != null && !cutIsRead) {
                  cutIsRead = true;
                  items.addAll(cut);
                }
              }));
      sent = items;
    }

    private Offer.SentNode node(JsonParser json)
        throws IOException, UndecodableObject, MalformedRequest {
      RequestReader.expect(json, JsonToken.START_OBJECT, "Nodes.items[]", "an object");
      if (cut != null) {
        throw new MalformedRequest("there is a second list of nodes");
      }
      int start = (int) json.currentTokenLocation().getByteOffset();
      Node node = nodes.decode(json);
      RequestReader.whole(node.name(), "Nodes.items[].metadata.name");
      return new Offer.SentNode(node, start, (int) json.currentLocation().getByteOffset());
    }

    private Offer offer() throws MalformedRequest {
      PodInfo asked = pod;
      if (asked == null) {
        throw new MalformedRequest(TYPE + " has no Pod");
      }
      List<String> byName = names;
      if (byName != null && (sent == null || knowledge == NodeKnowledge.OF_THE_CLUSTER)) {
        if (knowledge == NodeKnowledge.OF_THE_REQUEST) {
          throw new MalformedRequest(
              "NodeNames offers nodes by name, but this extender knows no cluster."
                  + " Maybe nodeCacheCapable: false where it is configured?");
        }
        return new Offer(asked, podBytes, new Offer.Names(eachOnce(byName)));
      }
      List<Offer.SentNode> whole = sent;
      if (whole != null) {
        Set<String> seen = new HashSet<>();
        return new Offer(
            asked,
            podBytes,
            new Offer.Objects(
                whole.stream().filter(node -> seen.add(node.node().name())).toList()));
      }
      throw new MalformedRequest(
          TYPE + " has neither Nodes nor NodeNames, so no node is offered for pod " + asked.key());
    }

    private static List<String> eachOnce(List<String> names) {
      Set<String> seen = HashSet.newHashSet(names.size());
      List<String> once = new ArrayList<>(names.size());
      for (String name : names) {
        if (seen.add(name)) {
          once.add(name);
        }
      }
      return once;
    }
  }
}
