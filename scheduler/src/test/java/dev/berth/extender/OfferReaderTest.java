package dev.berth.extender;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.http.RequestMemory;
import dev.berth.kube.decode.NodeDecoder;
import dev.berth.kube.decode.PodDecoder;
import dev.berth.kube.decode.UnknownFieldListener;
import dev.berth.model.Interner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OfferReaderTest {
  private static final String POD = "{'metadata': {'name': 'p', 'namespace': 'shop', 'uid': 'u'}}";

  private final NodeDecoder nodes = new NodeDecoder(new Interner(), UnknownFieldListener.NONE);
  private final OfferReader reader =
      new OfferReader(
          new PodDecoder(new Interner(), UnknownFieldListener.NONE),
          nodes,
          NodeKnowledge.OF_THE_CLUSTER,
          new KnownNodes(nodes, KnownNodes.STANDARD_BYTES));

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(UTF_8);
  }

  private Offer read(String text) throws MalformedRequest, RefusedRequest {
    return reader.read(json(text), new Meter(RequestMemory.UNLIMITED, 0));
  }

  @ParameterizedTest
  @CsvSource({"Pod, NodeNames", "pod, nodenames", "POD, NODENAMES", "pOd, nodeNames"})
  void keys_mayComeInAnyCase(String pod, String names) throws Exception {
    Offer offer = read("{'" + pod + "': " + POD + ", '" + names + "': ['n2', 'n1']}");

    assertThat(offer.pod().key()).hasToString("shop/p");
    assertThat(offer.nodes()).isEqualTo(new Offer.Names(java.util.List.of("n2", "n1")));
  }

  @Test
  void wholeNodes_goBackAsTheyCame() throws Exception {
    String node = "{ 'metadata': {'name': 'n1'}, 'spec': {'futureField': [1, 'ü']} }";
    String body = "{'Pod': " + POD + ", 'Nodes': {'metadata': {}, 'Items': [" + node + "]}}";

    Offer offer = read(body);

    assertThat(offer.nodes().names()).containsExactly("n1");
    assertThat(offer.nodes()).isInstanceOf(Offer.Objects.class);
    Offer.SentNode sent = ((Offer.Objects) offer.nodes()).nodes().getFirst();
    assertThat(new String(json(body), sent.start(), sent.length(), UTF_8))
        .isEqualTo(node.replace('\'', '"'));
  }

  @Test
  void nulls_countAsAbsent_andNamesBeforeNodes() throws Exception {
    String node = "{'metadata': {'name': 'n1'}}";
    assertThat(
            read("{'Pod':" + POD + ",'NodeNames':null,'Nodes':{'items':[" + node + "]}}").nodes())
        .isInstanceOf(Offer.Objects.class);
    assertThat(read("{'Pod':" + POD + ",'NodeNames':['n9'],'Nodes':{'items':[" + node + "]}}"))
        .extracting(offer -> offer.nodes().names())
        .isEqualTo(java.util.List.of("n9"));
    assertThat(read("{'Pod':" + POD + ",'Nodes':{'items':null}}").nodes().names()).isEmpty();
    assertThat(read("{'Pod':" + POD + ",'NodeNames':[]}").nodes().names()).isEmpty();
  }

  @Test
  void nameOfferedTwice_isAnsweredOnce() throws Exception {
    assertThat(read("{'Pod':" + POD + ",'NodeNames':['b','a','b']}").nodes().names())
        .containsExactly("b", "a");
    String twice = "{'metadata': {'name': 'n1'}}, {'metadata': {'name': 'n1'}}";
    assertThat(read("{'Pod':" + POD + ",'Nodes':{'items':[" + twice + "]}}").nodes().names())
        .containsExactly("n1");
  }

  @Test
  void unknownKeys_arePassedOver() throws Exception {
    Offer offer =
        read("{'Future': {'deep': [[]]}, 'Pod': " + POD + ", 'NodeNames': ['n'], 'x': null}");

    assertThat(offer.nodes().names()).containsExactly("n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nonsense",
        "{",
        "{'Pod': {'metadata': {'name': 'p'",
        "[]",
        "7",
        "'text'",
        "null",
        "{}",
        "{'Pod': null, 'NodeNames': ['n']}",
        "{'Pod': [], 'NodeNames': ['n']}",
        "{'Pod': 'p', 'NodeNames': ['n']}",
        "{'Pod': {}, 'NodeNames': ['n']}",
        "{'Pod': {'metadata': {'name': 'p'}}, 'NodeNames': 'n'}",
        "{'Pod': {'metadata': {'name': 'p'}}, 'NodeNames': [1]}",
        "{'Pod': {'metadata': {'name': 'p'}}, 'NodeNames': [['n']]}",
        "{'Pod': {'metadata': {'name': 'p'}}, 'Nodes': []}",
        "{'Pod': {'metadata': {'name': 'p'}}, 'Nodes': {'items': {}}}",
        "{'Pod': {'metadata': {'name': 'p'}}, 'Nodes': {'items': [null]}}",
        "{'Pod': {'metadata': {'name': 'p'}}, 'Nodes': {'items': [{}]}}",
        "{'Pod': {'metadata': {'name': 'p'}}}",
        "{'Pod': {'metadata': {'name': 'p'}}, 'NodeNames': ['n']} {}",
      })
  void whatCannotBeUnderstood_isSaid(String body) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(MalformedRequest.class)
        .message()
        .isNotBlank();
  }

  @Test
  void nesting_hasALimit() {
    String deep = "[".repeat(20_000) + "]".repeat(20_000);

    assertThatThrownBy(() -> read("{'x': " + deep + "}")).isInstanceOf(MalformedRequest.class);
  }
}
