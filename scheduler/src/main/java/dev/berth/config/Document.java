package dev.berth.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * One document of a configuration file as a tree, and the fields given twice in it.
 *
 * <p>Threading: immutable; the tree is not changed after reading.
 *
 * @param tree the values, with YAML's aliases replaced by what they stand for
 * @param duplicates paths of fields that are given more than once; the last one is in the tree
 */
record Document(JsonNode tree, List<String> duplicates) {
  private static final int MAX_CHARACTERS = 3 << 20;
  private static final int MAX_DEPTH = 100;
  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)", Pattern.DOTALL);

  Document {
    duplicates = List.copyOf(duplicates);
  }

  /**
   * Reads all documents of a text in YAML, or in JSON, which is YAML too. Empty documents are left
   * out.
   *
   * @throws YAMLException if the text is neither, or is larger than a configuration can be
   */
  static List<Document> readAll(String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw new YAMLException("the text is larger than " + MAX_CHARACTERS + " characters");
    }
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(Integer.MAX_VALUE); // counted by size instead
    String yaml = text.stripLeading().startsWith("{") ? withoutEscapedSlashes(text) : text;

    List<Document> documents = new ArrayList<>();
    for (Node root : new Yaml(options).composeAll(new StringReader(yaml))) {
      Document document = TreeReader.read(root);
      if (!document.tree.isNull()) {
        documents.add(document);
      }
    }
    return documents;
  }

  String textAt(String field) {
    return tree.path(field).asText();
  }

  /** The one escape that JSON has and YAML 1.1 has not. */
  private static String withoutEscapedSlashes(String json) {
    return ESCAPED
        .matcher(json)
        .replaceAll(
            escape -> escape.group(1).equals("/") ? "/" : Matcher.quoteReplacement(escape.group()));
  }
}
