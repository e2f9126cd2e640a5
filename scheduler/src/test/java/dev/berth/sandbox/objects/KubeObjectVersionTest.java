package dev.berth.sandbox.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubeObjectVersionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'metadata':{}}",
        "{'metadata':{'name':'ä'}}",
        "{'metadata':{'name':'a','resourceVersion':'7'}}",
        "{'metadata':{'resourceVersion':'70000','name':'a'},'spec':{'resourceVersion':'1'}}",
        "{'kind':'ü','spec':{'metadata':{'resourceVersion':'9'}},"
            + "'metadata':{'labels':{'resourceVersion':'x'},'resourceVersion':'','name':'b'}}",
        "{'a':[{'metadata':{'name':'no'}}],'metadata':{'name':'c','resourceVersion':null}}",
      })
  void aVersionPutIntoTheText_isTheVersionPutIntoTheTree(String text) throws IOException {
    var tree = Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    KubeObject object = KubeObject.of(Kinds.NODE, tree.deepCopy());

    KubeObject versioned = object.withVersion(123456);

    var want = Json.object(object.json());
    want.withObject("/metadata").put("resourceVersion", "123456");
    assertThat(versioned.tree()).isEqualTo(want);
    assertThat(versioned.version()).isEqualTo(123456);
    assertThat(versioned.key()).isEqualTo(object.key());
    assertThat(object.json()).isEqualTo(Json.bytes(tree));
  }
}
