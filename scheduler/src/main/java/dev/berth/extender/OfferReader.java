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

  /** Of each name that is offered, in lists, sets, verdicts and the answer, whatever its length. */
  private static final int NAME_BYTES = 400;

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
   * @param meter pays for what is made of it
   * @throws MalformedRequest when it has no pod, no nodes, or cannot be understood
   * @throws RefusedRequest when it becomes too much
   */
  Offer read(byte[] body, Meter meter) throws MalformedRequest, RefusedRequest {
    long before = meter.spent();
    KnownNodes.Cut cut = known.cut(body, meter);
    if (cut != null) {
      try {
        return read(cut.rest(), new Parts(cut.nodes(), meter));
      } catch (MalformedRequest unusual) {
        // What is wrong, and where, is said of the whole.
      }
    }
    meter.backTo(before);
    return read(body, new Parts(null, meter));
  }

  private static Offer read(byte[] body, Parts parts) throws MalformedRequest, RefusedRequest {
    new RequestReader(TYPE, parts.meter)
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

    private final Meter meter;

    Parts(@Nullable List<Offer.SentNode> cut, Meter meter) {
      this.cut = cut;
      this.meter = meter;
    }

    private void readPod(JsonParser json) throws IOException, UndecodableObject, MalformedRequest {
      if (!json.hasToken(JsonToken.VALUE_NULL)) {
        RequestReader.expect(json, JsonToken.START_OBJECT, "Pod", "an object");
        long start = json.currentTokenLocation().getByteOffset();
        long before = meter.spent();
        pod = meter.object("Pod", pods::decode, json);
        long length = json.currentLocation().getByteOffset() - start;
        podBytes = (int) Math.max(length, (meter.spent() - before) / 2);
      }
    }

    private void readNames(JsonParser json)
        throws IOException, UndecodableObject, MalformedRequest {
      List<String> read = new ArrayList<>();
      boolean present =
          RequestReader.list(
              json,
              "NodeNames",
              each -> {
                String name = RequestReader.text(each, "NodeNames[]");
                meter.take(NAME_BYTES + 3L * name.length());
                read.add(name);
              });
      names = present ? read : null;
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
      long before = meter.spent();
      Node node = meter.object("a node", nodes::decode, json);
      RequestReader.whole(node.name(), "Nodes.items[].metadata.name");
      int end = (int) json.currentLocation().getByteOffset();
      meter.backTo(before);
      meter.take(KnownNodes.bytesOf(node, end - start));
      return new Offer.SentNode(node, start, end);
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
