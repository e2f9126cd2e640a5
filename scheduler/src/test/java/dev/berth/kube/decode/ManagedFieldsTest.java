package dev.berth.kube.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ManagedFieldsTest {
  private static String cut(String json) {
    byte[] shorter = ManagedFields.cutFrom(Decoding.bytes(json));
    return new String(shorter, StandardCharsets.UTF_8).replace('"', '\'');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{'a': {'managedFields':[{'x': [1, {}]}], 'b': 2}} | {'a': {'managedFields':[], 'b': 2}}",
        "{'managedFields' : [ ] }                          | {'managedFields' : [] }",
        "{'managedFields': [']}', '\\\\', 'a\\'b]'], 'c': 1} | {'managedFields': [], 'c': 1}",
        "{'managedFields': 'v', 'm': {'managedFields': [1]}}"
            + " | {'managedFields': 'v', 'm': {'managedFields': []}}",
      })
  void theFirstListOfThatName_isEmptied(String json, String want) {
    assertThat(cut(json)).isEqualTo(want);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "",
        "{'a': 'managedFields', 'b': [1]}",
        "{'managedFields': {'a': [1]}}",
        "{'managedFields': null}",
        "{'note': '\\'managedFields\\':[1]'}",
        "{'managedFields': [1, {'a': ']'}",
        "{'managedFields': ['",
        "{'managedFields': ['\\",
        "{'managedFields'",
        "'managedFields':",
      })
  void aDocumentWithoutSuchAList_isLeftAlone(String json) {
    byte[] bytes = Decoding.bytes(json);

    assertThat(ManagedFields.cutFrom(bytes)).isSameAs(bytes);
  }

  @Test
  void thePodBehindIt_isRead() throws UndecodableObject {
    String json = "{'metadata': {'managedFields': [{'k:{\\'ip\\':\\'1]\\'}': {}}], 'name': 'p'}}";

    assertThat(new Decoding().pod(json).key().name()).isEqualTo("p");
  }
}
