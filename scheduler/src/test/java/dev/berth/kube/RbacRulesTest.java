package dev.berth.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

final class RbacRulesTest {

  @Test
  void manifests_grantWhatTheTableSays_andNothingElse() throws IOException {
    Set<String> want = new TreeSet<>();
    for (RbacRules.Rule rule : RbacRules.ALL) {
      for (String verb : rule.verbs()) {
        want.add(
            switch (rule.scope()) {
              case CLUSTER -> "ClusterRole " + rule.group() + "/" + rule.resource() + " " + verb;
              case LEASE -> "Role " + rule.group() + "/" + rule.resource() + " " + verb;
            });
      }
    }

    assertThat(granted("install", "permissions.yaml")).isEqualTo(want);
  }

  @ParameterizedTest
  @ValueSource(strings = {"extender-deployment", "extender-label-and-digit"})
  void manifestsOfTheExtender_grantWhatIsRead_andWhoIsAsking_andNothingElse(String manifest)
      throws IOException {
    Set<String> want = new TreeSet<>();
    for (RbacRules.Rule rule : RbacRules.ALL) {
      if (rule.scope() == RbacRules.Scope.CLUSTER) {
        rule.verbs().stream()
            .filter(verb -> List.of("list", "watch").contains(verb) || isReview(rule))
            .forEach(
                verb ->
                    want.add("ClusterRole " + rule.group() + "/" + rule.resource() + " " + verb));
      }
    }

    assertThat(granted(manifest, "berth-permissions.yaml")).isEqualTo(want);
  }

  private static boolean isReview(RbacRules.Rule rule) {
    return rule.resource().endsWith("reviews");
  }

  private static Set<String> granted(String manifest, String file) throws IOException {
    Set<String> granted = new TreeSet<>();
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    for (Object document : yaml.loadAll(Files.readString(permissions(manifest, file)))) {
      Map<?, ?> role = (Map<?, ?>) document;
      if (role.get("rules") instanceof List<?> rules) {
        for (Object rule : rules) {
          add(granted, String.valueOf(role.get("kind")), (Map<?, ?>) rule);
        }
      }
    }
    return granted;
  }

  private static void add(Set<String> granted, String kind, Map<?, ?> rule) {
    for (Object group : list(rule, "apiGroups")) {
      for (Object resource : list(rule, "resources")) {
        for (Object verb : list(rule, "verbs")) {
          granted.add(kind + " " + group + "/" + resource + " " + verb);
        }
      }
    }
  }

  private static List<?> list(Map<?, ?> rule, String field) {
    return rule.get(field) instanceof List<?> list ? list : List.of();
  }

  /** Maven runs tests in the module, an IDE often in the root of the repository. */
  private static Path permissions(String manifest, String file) {
    return Stream.of("../manifests", "manifests")
        .map(root -> Path.of(root, manifest, file))
        .filter(Files::isReadable)
        .findFirst()
        .orElseThrow();
  }
}
