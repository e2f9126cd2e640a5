package dev.berth.kube.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KindDecodersTest {
  private static JsonParser parser(String json) throws IOException {
    JsonParser parser = KubeJson.factory().createParser(Decoding.bytes(json));
    parser.nextToken();
    return parser;
  }

  @Test
  void anObject_isKnownByItsMetadata() throws IOException, UndecodableObject {
    JsonParser parser =
        parser(
            """
            {'metadata': {'namespace': 'shop', 'name': 'data', 'uid': 'u', 'resourceVersion': '9',
                          'labels': {'a': 'b'}, 'new': [1]},
             'spec': {'anything': {}}, 'unheardOf': 1}
            """);

    assertThat(KindDecoders.identity("PersistentVolumeClaim", parser))
        .isEqualTo(new ObjectIdentity("PersistentVolumeClaim", "shop", "data", "u", "9"));
  }

  @Test
  void aDeviceClass_offersItsImplicitAndItsExplicitName() throws IOException, UndecodableObject {
    String json = "{'metadata': {'name': 'gpu'}, 'spec': {%s 'new': {}}}";

    DeviceClass explicit =
        KindDecoders.deviceClass(
            parser(json.formatted("'extendedResourceName': 'example.com/gpu',")));
    DeviceClass implicit = KindDecoders.deviceClass(parser(json.formatted("")));
    DeviceClass bare = KindDecoders.deviceClass(parser("{'metadata': {'name': 'x'}}"));

    assertThat(explicit.resourceNames())
        .isEqualTo(Set.of("example.com/gpu", "deviceclass.resource.kubernetes.io/gpu"));
    assertThat(implicit.resourceNames())
        .isEqualTo(Set.of("deviceclass.resource.kubernetes.io/gpu"));
    assertThat(bare.resourceNames()).isEqualTo(Set.of("deviceclass.resource.kubernetes.io/x"));
  }

  @Test
  void anUndecodableObjectOfAList_doesNotHideTheNext() throws IOException, UndecodableObject {
    JsonParser parser =
        parser(
            "[{'metadata': {'labels': {}}}, {'metadata': {'name': ['x', {'y': 1}]}, 'z': [1]}, 5,"
                + " {'metadata': {'name': 'ok'}}]");

    for (int i = 0; i < 3; i++) {
      parser.nextToken();
      assertThatExceptionOfType(UndecodableObject.class)
          .isThrownBy(() -> KindDecoders.identity("Namespace", parser));
    }
    parser.nextToken();
    assertThat(KindDecoders.identity("Namespace", parser).name()).isEqualTo("ok");
    assertThat(parser.nextToken()).isEqualTo(JsonToken.END_ARRAY);
  }
}
