package dev.berth.extender;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.http.RequestMemory;
import dev.berth.kube.decode.NodeDecoder;
import dev.berth.kube.decode.PodDecoder;
import dev.berth.kube.decode.UnknownFieldListener;
import dev.berth.model.Interner;
import dev.berth.model.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KnownNodesTest {
  private static final String POD =
      "{\"metadata\":{\"name\":\"p\",\"namespace\":\"shop\",\"uid\":\"u\"}}";

  /** Nodes have to be large for it to be worth it. */
  private static final String PADDING = "x".repeat(5000);

  private final NodeDecoder decoder = new NodeDecoder(new Interner(), UnknownFieldListener.NONE);
  private final KnownNodes known = new KnownNodes(decoder, KnownNodes.STANDARD_BYTES);
  private final OfferReader reader = reader(known);

  /** One that decodes everything each time. */
  private final OfferReader plain = reader(new KnownNodes(decoder, 0));

  private OfferReader reader(KnownNodes nodes) {
    return new OfferReader(
        new PodDecoder(new Interner(), UnknownFieldListener.NONE),
        decoder,
        NodeKnowledge.OF_THE_CLUSTER,
        nodes);
  }

  private static String node(String name, String zone) {
    return "{\"metadata\":{\"name\":\"%s\",\"labels\":{\"zone\":\"%s\"},\"annotations\":{\"a\":\"%s\"}}}"
        .formatted(name, zone, PADDING);
  }

  private static byte[] body(String... nodes) {
    return ("{\"Pod\":"
            + POD
            + ",\"Nodes\":{\"metadata\":{},\"items\":["
            + String.join(",", nodes)
            + "]},\"NodeNames\":null}")
        .getBytes(UTF_8);
  }

  private static List<Offer.SentNode> sent(Offer offer) {
    return ((Offer.Objects) offer.nodes()).nodes();
  }

  private static List<Node> nodes(Offer offer) {
    return offer.nodes().sent();
  }

  private static Offer read(OfferReader reader, byte[] body)
      throws MalformedRequest, RefusedRequest {
    return reader.read(body, new Meter(RequestMemory.UNLIMITED, 0));
  }

  @Test
  void sameText_isNotDecodedAgain_whateverTheOrder() throws Exception {
    List<Node> first = nodes(read(reader, body(node("a", "1"), node("b", "1"))));
    List<Node> second = nodes(read(reader, body(node("b", "1"), node("a", "1"))));

    assertThat(second.get(0)).isSameAs(first.get(1));
    assertThat(second.get(1)).isSameAs(first.get(0));
  }

  @Test
  void otherText_isDecoded() throws Exception {
    read(reader, body(node("a", "1")));

    Node changed = nodes(read(reader, body(node("a", "2")))).getFirst();

    assertThat(changed.labels().get("zone")).isEqualTo("2");
  }

  @Test
  void textThatOnlyBeginsLikeTheKnownOne_isDecoded() throws Exception {
    String short1 = node("a", "1");
    read(reader, body(short1));
    String longer =
        short1.substring(0, short1.length() - 1) + ",\"spec\":{\"unschedulable\":true}}";

    assertThat(nodes(read(reader, body(longer))).getFirst().unschedulable()).isTrue();
  }

  @Test
  void noMoreIsKept_thanThereIsRoom() throws Exception {
    KnownNodes small = new KnownNodes(decoder, 160_000);
    OfferReader forgetful = reader(small);
    byte[] body =
        body(IntStream.range(0, 60).mapToObj(i -> node("n" + i, "1")).toArray(String[]::new));
    List<Node> first = nodes(read(forgetful, body));
    List<Node> second = nodes(read(forgetful, body));

    long shared = IntStream.range(0, 60).filter(i -> first.get(i) == second.get(i)).count();
    assertThat(shared).isLessThan(24);
    assertThat(second).extracting(Node::name).hasSize(60).endsWith("n59");
  }

  @RepeatedTest(20)
  void whatIsRead_isWhatAReaderWithoutMemoryReads(RepetitionInfo repetition) throws Exception {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    for (int request = 0; request < 20; request++) {
      List<String> offered = new ArrayList<>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        offered.add(node("n" + random.nextInt(8), "ü" + random.nextInt(2)));
      }
      byte[] body = body(offered.toArray(String[]::new));

      assertThat(places(read(reader, body), body)).isEqualTo(places(read(plain, body), body));
    }
  }

  /** What was read, and the piece of the request that it was read from. */
  private static List<String> places(Offer offer, byte[] body) {
    return sent(offer).stream()
        .map(
            each ->
                each.node().labels().get("zone")
                    + " "
                    + new String(Arrays.copyOfRange(body, each.start(), each.end()), UTF_8))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Pod':POD,'Nodes':{'items':[ NODE ]}}",
        "{'Pod':POD,'Nodes':{'items':[NODE , NODE]}}",
        "{'Pod':POD,'Nodes':{'items':[NODE]},'Nodes':{'items':[NODE]}}",
        "{'Pod':POD,'Nodes':{'items':[NODE],'items':[NODE]}}",
        "{'Pod':POD,'Nodes':{'items':[NODE]},'nodes':null}",
        "{'Nodes':{'items':[NODE]},'Pod':POD}",
        "{'Pod':POD,'nodes':{'Items':[NODE]},'NODENAMES':['m']}",
        "{'Pod':POD,'Nodes':{'items':[NODE,]}}",
        "{'Pod':POD,'Nodes':{'items':[NODE}}",
        "{'Pod':POD,'Nodes':{'items':[NODE,7]}}",
        "{'Pod':POD,'Nodes':{'items':[NODE NODE]}}",
        "{'Pod':POD,'Nodes':{'items':[NODENODE]}}",
        "{'Pod':POD,'Nodes':{'items':[NODE]",
        "{'Pod':POD,'Nodes':{'items':[NODE]}} {}",
        "{'Pod':7,'Nodes':{'items':[NODE]}}",
        "{'Pod':POD,'Nodes':{'items':[{'metadata':{'name':'a",
        "{'Pod':POD,'Nodes':{'items':[{'metadata':{}},NODE]}}",
        "{'Pod':POD,'x':'PADDING','Nodes':[NODE]}",
      })
  void unusualRequests_areReadAsWithoutMemory(String form) {
    byte[] body =
        form.replace('\'', '"').replace("POD", POD).replace("NODE", node("a", "1")).getBytes(UTF_8);
    outcome(reader, body(node("a", "1")));

    assertThat(outcome(reader, body)).isEqualTo(outcome(plain, body));
  }

  private static String outcome(OfferReader reader, byte[] body) {
    try {
      Offer offer = read(reader, body);
      return offer.nodes() instanceof Offer.Names names
          ? names.toString()
          : places(offer, body).toString();
    } catch (MalformedRequest | RefusedRequest e) {
      return String.valueOf(e.getMessage());
    }
  }
}
