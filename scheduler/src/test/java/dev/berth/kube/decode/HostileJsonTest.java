package dev.berth.kube.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonParser;
import dev.berth.model.Interner;
import dev.berth.model.PodInfo;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON that is broken, deep or large. */
final class HostileJsonTest {
  private static final byte[] POD =
      Decoding.bytes(
          """
          {'metadata': {'name': 'p', 'namespace': 'n', 'labels': {'a': 'b'},
                        'creationTimestamp': '2026-01-01T00:00:01Z'},
           'spec': {'containers': [{'image': 'ü', 'resources': {'requests': {'cpu': '1'}}}],
                    'priority': 10, 'hostNetwork': true,
                    'affinity': {'nodeAffinity': {'requiredDuringSchedulingIgnoredDuringExecution':
                      {'nodeSelectorTerms': [{'matchFields': [{'key': 'k', 'values': ['v']}]}]}}}},
           'status': {'phase': 'Running'}}\
          """);

  private final PodDecoder decoder = new PodDecoder(new Interner(), UnknownFieldListener.NONE);

  @Test
  void aPodCutOffAnywhere_isUndecodable() {
    for (int length = 0; length < POD.length; length++) {
      byte[] part = Arrays.copyOf(POD, length);
      assertThatExceptionOfType(UndecodableObject.class).isThrownBy(() -> decoder.decode(part));
    }
  }

  @Test
  void aPodWithRandomBytesChanged_decodesOrIsUndecodable() {
    Random random = new Random(7);
    int undecodable = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] json = POD.clone();
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        json[random.nextInt(json.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(decoder.decode(json).key()).isNotNull();
      } catch (UndecodableObject e) {
        undecodable++;
      }
    }
    assertThat(undecodable).isBetween(5_000, 19_999);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "null", "7", "[]", "'pod'", "{} {}", "{'metadata'}", "{'a': 1,}"})
  void whatIsNoObject_isUndecodable(String json) {
    assertThatExceptionOfType(UndecodableObject.class)
        .isThrownBy(() -> decoder.decode(Decoding.bytes(json)))
        .withMessageStartingWith("Pod ");
  }

  @Test
  void brokenJsonInAStream_breaksTheStream() throws IOException {
    byte[] json = Decoding.bytes("{'metadata': {'name': 'a', 'labels': {'x' 'y'}}}");
    try (JsonParser parser = KubeJson.factory().createParser(json)) {
      parser.nextToken();
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> decoder.decode(parser));
    }
  }

  @Test
  void anUnknownFieldAsDeepAsAnApiServerTakesIt_isSkipped() throws UndecodableObject {
    String deep = "[".repeat(9_990) + "]".repeat(9_990);

    PodInfo pod =
        decoder.decode(Decoding.bytes("{'metadata': {'name': 'p'}, 'deep': " + deep + "}"));

    assertThat(pod.key().name()).isEqualTo("p");
  }

  @Test
  void anEndlesslyDeepField_isUndecodable() {
    String deep = "{'a':".repeat(50_000);

    assertThatExceptionOfType(UndecodableObject.class)
        .isThrownBy(
            () -> decoder.decode(Decoding.bytes("{'metadata': {'name': 'p'}, 'deep': " + deep)));
  }

  @Test
  void aPodOfAMebibyte_decodes() throws UndecodableObject {
    String labels =
        IntStream.range(0, 1_000)
            .mapToObj(i -> "'l%d': 'v%d'".formatted(i, i))
            .collect(Collectors.joining(","));
    String containers =
        IntStream.range(0, 500)
            .mapToObj(
                i ->
                    "{'name': 'c%d', 'image': 'i%d', 'resources': {'requests': {'cpu': '1m'}}}"
                        .formatted(i, i))
            .collect(Collectors.joining(","));
    String annotation = "x".repeat(1 << 20);

    PodInfo pod =
        decoder.decode(
            Decoding.bytes(
                ("{'metadata': {'name': 'p', 'labels': {%s}, 'annotations': {'a': '%s'},"
                        + " 'managedFields': [{'fieldsV1': {'v:%s': {}}}]},"
                        + " 'spec': {'containers': [%s]}}")
                    .formatted(labels, annotation, annotation, containers)));

    assertThat(pod.labels().size()).isEqualTo(1_000);
    assertThat(pod.requests().incoming().milliCpu()).isEqualTo(500);
    assertThat(pod.images().scoredContainers()).isEqualTo(500);
  }
}
