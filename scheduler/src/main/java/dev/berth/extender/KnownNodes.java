package dev.berth.extender;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.berth.kube.decode.KubeJson;
import dev.berth.kube.decode.NodeDecoder;
import dev.berth.kube.decode.UndecodableObject;
import dev.berth.model.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole nodes that were offered lately, with the text that each was decoded from.
 *
 * <p>A kube-scheduler that offers whole nodes sends the same megabytes with every request. A text
 * that is byte for byte the one of last time is not decoded again: comparing costs a hundredth of
 * it. The text of an object ends where its last brace is, so one that begins a request's item is
 * all of the item. Whatever is unusual is left to {@link OfferReader}.
 *
 * <p>Threading: any thread.
 */
final class KnownNodes {
  /** Some five thousand nodes of seven kilobytes, and what is decoded from them. */
  static final long STANDARD_BYTES = 64L << 20;

  /** Shorter requests are decoded before they are looked at. */
  private static final int WORTH_IT_BYTES = 4 << 10;

  /** What is decoded from a node takes about half of its text, and so much at least. */
  private static final int DECODED_BYTES = 1 << 10;

  /** A label, image or taint: places and heads of texts that nodes share in part. */
  private static final int PART_BYTES = 56;

  /** A larger part of all the room is not for one node. */
  private static final int FEWEST_KEPT = 16;

  /** How Go begins a node. */
  private static final byte[] BEGINNING =
      "{\"metadata\":{\"name\":\"".getBytes(StandardCharsets.US_ASCII);

  private final NodeDecoder decoder;
  private final long mostKeptBytes;
  private final Cache<String, Known> known;

  @SuppressWarnings("ArrayRecordComponent") // compared by content where it matters
  private record Known(byte[] text, Node node) {
    int weight() {
      return text.length + bytesOf(node, text.length);
    }
  }

  /**
   * A request without its whole nodes.
   *
   * @param nodes with their places in the request
   * @param rest the request, its list of nodes empty
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  record Cut(List<Offer.SentNode> nodes, byte[] rest) {}

  KnownNodes(NodeDecoder decoder, long mostBytes) {
    this.decoder = decoder;
    this.mostKeptBytes = mostBytes / FEWEST_KEPT;
    this.known =
        CacheBuilder.newBuilder()
            .concurrencyLevel(1) // more would each have a part of the room
            .maximumWeight(mostBytes)
            .weigher((String name, Known each) -> each.weight())
            .build();
  }

  /** What a decoded node takes, about; a node with thousands of labels, more than its text. */
  static int bytesOf(Node node, int textBytes) {
    int parts =
        node.labels().size()
            + node.imageSizes().size()
            + node.allocatable().scalarCount()
            + node.taints().size()
            + node.declaredFeatures().size();
    return Math.max(textBytes / 2, PART_BYTES * parts) + DECODED_BYTES;
  }

  /**
   * Takes the whole nodes out of a request; null when it has none, or is not as Go writes it.
   *
   * @throws RefusedRequest when they become too much
   */
  @Nullable Cut cut(byte[] body, Meter meter) throws RefusedRequest {
    if (body.length < WORTH_IT_BYTES) {
      return null;
    }
    JsonFactory parsers = KubeJson.newFactory();
    try {
      int start = startOfItems(body, parsers, meter);
      return start < 0 ? null : cut(body, start, parsers, meter);
    } catch (RefusedRequest tooMuch) {
      throw tooMuch;
    } catch (IOException | UndecodableObject | MalformedRequest unusual) {
      return null; // whoever decodes all of it says what is wrong
    }
  }

  /** Behind the bracket of the first {@code items} in {@code Nodes}; -1 when there is none. */
  private static int startOfItems(byte[] body, JsonFactory parsers, Meter meter)
      throws IOException {
    long before = meter.spent();
    try (JsonParser json = meter.counting(parsers.createParser(body))) {
      return json.nextToken() == JsonToken.START_OBJECT
              && enters(json, "Nodes")
              && json.hasToken(JsonToken.START_OBJECT)
              && enters(json, "items")
              && json.hasToken(JsonToken.START_ARRAY)
          ? (int) json.currentLocation().getByteOffset()
          : -1;
    } finally {
      meter.backTo(before);
    }
  }

  /** Goes to the value of that field, past others. */
  private static boolean enters(JsonParser json, String field) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (name.equalsIgnoreCase(field)) {
        return true;
      }
      json.skipChildren();
    }
    return false;
  }

  private @Nullable Cut cut(byte[] body, int start, JsonFactory parsers, Meter meter)
      throws IOException, UndecodableObject, MalformedRequest {
    List<Offer.SentNode> nodes = new ArrayList<>();
    int at = start;
    while (at < body.length && body[at] == '{' && nodes.size() < RequestReader.MOST_ELEMENTS) {
      Offer.SentNode node = knownAt(body, at);
      if (node == null) {
        node = decodedAt(body, at, parsers, meter);
      }
      nodes.add(node);
      meter.take(bytesOf(node.node(), node.length()));
      at = node.end();
      if (at == body.length || body[at] != ',') {
        break;
      }
      at++;
    }
    if (at >= body.length || body[at] != ']' || body[at - 1] == ',') {
      return null;
    }
    meter.take(body.length - (at - start));
    return new Cut(nodes, without(body, start, at));
  }

  private Offer.@Nullable SentNode knownAt(byte[] body, int at) {
    int name = at + BEGINNING.length;
    if (name >= body.length || !Arrays.equals(body, at, name, BEGINNING, 0, BEGINNING.length)) {
      return null;
    }
    int end = name;
    while (end < body.length && body[end] != '"') {
      end++;
    }
    Known candidate =
        known.getIfPresent(new String(body, name, end - name, StandardCharsets.ISO_8859_1));
    if (candidate == null) {
      return null;
    }
    byte[] text = candidate.text();
    int after = at + text.length;
    return after <= body.length && Arrays.equals(body, at, after, text, 0, text.length)
        ? new Offer.SentNode(candidate.node(), at, after)
        : null;
  }

  private Offer.SentNode decodedAt(byte[] body, int at, JsonFactory parsers, Meter meter)
      throws IOException, UndecodableObject, MalformedRequest {
    long before = meter.spent();
    try (JsonParser json = meter.counting(parsers.createParser(body, at, body.length - at))) {
      json.nextToken();
      Node node = meter.object("a node", decoder::decode, json);
      RequestReader.whole(node.name(), "Nodes.items[].metadata.name");
      int end = at + (int) json.currentLocation().getByteOffset();
      meter.backTo(before);
      if (end - at + bytesOf(node, end - at) <= mostKeptBytes) {
        known.put(node.name(), new Known(Arrays.copyOfRange(body, at, end), node));
      }
      return new Offer.SentNode(node, at, end);
    }
  }

  private static byte[] without(byte[] body, int from, int to) {
    return ByteBuffer.allocate(body.length - (to - from))
        .put(body, 0, from)
        .put(body, to, body.length - to)
        .array();
  }
}
