package dev.berth.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The documents of a configuration by kind.
 *
 * <p>Threading: immutable; the trees are not changed.
 *
 * @param kube the {@code KubeSchedulerConfiguration}; null when there is none that can be read
 * @param own the {@code BerthConfiguration}; null when there is none that can be read
 */
record Documents(@Nullable JsonNode kube, @Nullable JsonNode own) {
  private static final String KUBE_ADVICE =
      "Write apiVersion: " + KubeConfiguration.VERSION + " and kind: " + KubeConfiguration.KIND;

  /**
   * Reads a text and tells its documents apart.
   *
   * @throws ConfigException at once if the text is no YAML or JSON; all else goes to the findings
   */
  static Documents read(String text, String source, Findings findings) {
    List<Document> documents = parse(text, source);
    if (documents.isEmpty()) {
      findings.problem("", "holds no configuration. " + KUBE_ADVICE);
    }
    JsonNode kube = null;
    JsonNode own = null;
    for (Document document : documents) {
      boolean isOwn = isOwn(document);
      noteDuplicates(document, isOwn ? OwnSettings.KIND + "." : "", findings);
      if ((isOwn ? own : kube) != null) {
        findings.problem(
            "",
            "holds two documents of kind " + (isOwn ? OwnSettings.KIND : KubeConfiguration.KIND));
      } else if (isOwn) {
        own = document.tree();
        if (document.textAt("apiVersion").isEmpty()) {
          findings.problem(
              OwnSettings.KIND + ".apiVersion", "is missing; allowed is " + OwnSettings.VERSION);
        }
      } else if (checkVersion(document.tree(), findings)) {
        kube = document.tree();
      }
    }
    return new Documents(kube, own);
  }

  /** Whether the tree says that it is what can be read; otherwise says so in a problem. */
  static boolean checkVersion(JsonNode tree, Findings findings) {
    if (!tree.isObject()) {
      return true;
    }
    String version = tree.path("apiVersion").asText();
    String kind = tree.path("kind").asText();
    if (version.equals(KubeConfiguration.VERSION) && kind.equals(KubeConfiguration.KIND)) {
      return true;
    }
    if (kind.equals("Policy")) {
      findings.problem(
          "kind",
          "is \"Policy\", which kube-scheduler dropped in 1.23. Write it as a"
              + " KubeSchedulerConfiguration v1");
    } else if (!kind.equals(KubeConfiguration.KIND)) {
      findings.problem("kind", stated(kind) + known(kind));
    } else if (version.startsWith(KubeConfiguration.GROUP + "/v1alpha")
        || version.startsWith(KubeConfiguration.GROUP + "/v1beta")) {
      findings.problem(
          "apiVersion",
          stated(version)
              + ", which kube-scheduler no longer reads; v1 is what 1.25 and later do. Change it to"
              + " "
              + KubeConfiguration.VERSION
              + ", then see which errors remain");
    } else {
      findings.problem("apiVersion", stated(version) + "; allowed is " + KubeConfiguration.VERSION);
    }
    return false;
  }

  private static String known(String kind) {
    List<String> kinds = List.of(KubeConfiguration.KIND, OwnSettings.KIND);
    return "; allowed is " + String.join(", ", kinds) + "." + NearestName.maybe(kind, kinds);
  }

  private static String stated(String value) {
    return value.isEmpty() ? "is missing" : "is " + Fields.quote(value);
  }

  private static boolean isOwn(Document document) {
    return document.textAt("kind").equals(OwnSettings.KIND)
        || document.textAt("apiVersion").startsWith("berth.dev/");
  }

  private static void noteDuplicates(Document document, String prefix, Findings findings) {
    for (String path : document.duplicates()) {
      findings.problem(prefix + path, "is given twice; remove one");
    }
  }

  private static List<Document> parse(String text, String source) {
    try {
      return Document.readAll(text);
    } catch (MarkedYAMLException e) {
      Mark at = e.getProblemMark();
      String where = at == null ? "" : " at line " + (at.getLine() + 1);
      throw unreadable(source, "cannot be parsed" + where + ": " + e.getProblem(), e);
    } catch (YAMLException e) {
      throw unreadable(source, "cannot be parsed: " + e.getMessage(), e);
    }
  }

  private static ConfigException unreadable(String source, String message, YAMLException cause) {
    ConfigException e = new ConfigException(source, List.of(new ConfigProblem("", message)));
    e.initCause(cause);
    return e;
  }
}
