package dev.berth.sandbox.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What field selectors see, as kube-apiserver 1.36.3 has it. */
final class KubeObjectFieldsTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      textBlock =
          """
          Node, spec.unschedulable, {}, false
          Node, spec.unschedulable, {'spec':{'unschedulable':true}}, true
          Node, spec.unschedulable, {'spec':{}}, false
          Pod, spec.nodeName, {'spec':{'nodeName':'n'}}, n
          Pod, spec.nodeName, {}, ~~
          Event, source, {'source':{'component':'kubelet'}}, kubelet
          Event, source, ~{'source':{},'reportingComponent':'berth'}~, berth
          """)
  void field_isWhatASelectorCompares(String kind, String field, String json, String want) {
    var tree = Json.object(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));

    Kind named = Objects.requireNonNull(Kinds.named("v1", kind));

    assertThat(KubeObject.of(named, tree).field(field)).isEqualTo(want);
  }
}
