package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts and files: YAML and JSON, one document and two, and what is no configuration at all. */
final class DocumentsTest {
  private static final String KUBE =
      """
      apiVersion: kubescheduler.config.k8s.io/v1
      kind: KubeSchedulerConfiguration
      podMaxBackoffSeconds: 20
      """;

  private static final String OWN =
      """
      apiVersion: berth.dev/v1alpha1
      kind: BerthConfiguration
      deterministic: true
      seed: 7
      maxBindsInFlight: 5
      driftCheckInterval: 2m
      countCheckInterval: 50
      decisionRecords:
        recordBytes: 2048
        storeBytes: 0
      """;

  private static final OwnSettings WANT_OWN =
      new OwnSettings(
          false,
          true,
          7L,
          new OwnSettings.DecisionRecords(2048, 0),
          5,
          Duration.ofMinutes(2),
          50,
          null);

  @Test
  void twoDocuments_inAnyOrder_areBothRead() {
    for (String text :
        new String[] {KUBE + "---\n" + OWN, "# ours\n---\n" + OWN + "---\n" + KUBE + "---\n"}) {
      BerthConfig config = ConfigLoader.parse(text, "test");

      assertThat(config.own()).isEqualTo(WANT_OWN);
      assertThat(config.podMaxBackoff()).hasSeconds(20);
    }
  }

  @Test
  void ownDocument_alone_leavesTheRestAtItsDefaults() {
    BerthConfig config = ConfigLoader.parse(OWN, "test");

    assertThat(config.own()).isEqualTo(WANT_OWN);
    assertThat(config.profiles()).isEqualTo(ConfigLoader.defaults().profiles());
  }

  @Test
  void theSwitch_allowsKubeSchedulersNames() {
    BerthConfig config =
        ConfigLoader.parse(
            KUBE
                + """
                leaderElection: {resourceName: kube-scheduler}
                profiles: [{schedulerName: default-scheduler}]
                ---
                apiVersion: berth.dev/v1alpha1
                kind: BerthConfiguration
                allowDefaultScheduler: true
                """,
            "test");

    assertThat(config.profiles().getFirst().schedulerName()).isEqualTo("default-scheduler");
    assertThat(config.leaderElection().lease()).isEqualTo("kube-system/kube-scheduler");
  }

  @Test
  void kubeSchedulersLease_isNoDangerElsewhereOrWithoutElection() {
    String elsewhere =
        KUBE + "leaderElection: {resourceName: kube-scheduler, resourceNamespace: own}";
    String unused = KUBE + "leaderElection: {resourceName: kube-scheduler, leaderElect: false}";

    assertThat(ConfigLoader.parse(elsewhere, "test").leaderElection().lease())
        .isEqualTo("own/kube-scheduler");
    assertThat(ConfigLoader.parse(unused, "test").leaderElection().leaderElect()).isFalse();
  }

  @Test
  void json_withTabs_isRead() {
    String text =
        "{\n\t\"apiVersion\": \"kubescheduler.config.k8s.io/v1\",\n"
            + "\t\"kind\": \"KubeSchedulerConfiguration\", \"podMaxBackoffSeconds\": 20}";

    assertThat(ConfigLoader.parse(text, "test").podMaxBackoff()).hasSeconds(20);
  }

  @Test
  void aliases_standForWhatTheyName() {
    BerthConfig config =
        ConfigLoader.parse(
            KUBE
                + """
                profiles:
                - schedulerName: &name a
                  plugins: &plugins
                    filter:
                      disabled: [{name: NodePorts}]
                - schedulerName: b
                  plugins: *plugins
                  pluginConfig: [{name: Mine, args: {called: *name}}]
                """,
            "test");

    Profile second = config.profiles().get(1);
    assertThat(second.plugins()).isEqualTo(config.profiles().getFirst().plugins());
    assertThat(second.plugins().at(ExtensionPoint.FILTER).disabled()).containsExactly("NodePorts");
    assertThat(second.unknownArgs("Mine").<String>read(args -> args.text("called", "")))
        .isEqualTo("a");
  }

  @Test
  void json_withEscapes_isRead() {
    String text =
        "{\"apiVersion\": \"kubescheduler.config.k8s.io\\/v1\", \"kind\":"
            + " \"KubeSchedulerConfiguration\", \"profiles\": [{\"schedulerName\":"
            + " \"a\\\\/\\u0062\"}]}";

    assertThat(ConfigLoader.parse(text, "test").profiles().getFirst().schedulerName())
        .isEqualTo("a\\/b");
  }

  @Test
  void mergeKeys_addWhatIsNotGiven() {
    BerthConfig config =
        ConfigLoader.parse(
            KUBE
                + """
                profiles:
                - &first
                  schedulerName: a
                  percentageOfNodesToScore: 7
                - schedulerName: b
                  <<: *first
                - <<: [*first, {plugins: {filter: {disabled: [{name: NodePorts}]}}}]
                  schedulerName: c
                """,
            "test");

    assertThat(config.profiles())
        .extracting(Profile::schedulerName, Profile::percentageOfNodesToScore)
        .containsExactly(tuple("a", 7), tuple("b", 7), tuple("c", 7));
    assertThat(config.profiles().get(2).plugins().points()).hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"20, 20", "+20, 20", "0x14, 20", "024, 20", "2_0, 20", "20.0, 20", "2e1, 20"})
  void number_inAnyNotationOfYaml_isRead(String written, long want) {
    String text = KUBE.replace("20", written);

    assertThat(ConfigLoader.parse(text, "test").podMaxBackoff()).hasSeconds(want);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "1:30, \"1:30\"",
    ".inf, \".inf\"",
    "2001-01-01, \"2001-01-01\"",
    "true, true",
    "yes, true"
  })
  void value_thatIsNoNumber_isShownInTheError(String written, String want) {
    assertError(
        KUBE.replace("20", written),
        "podMaxBackoffSeconds: is " + want + "; a whole number is wanted");
  }

  @Test
  void aliases_thatStandForBillions_areRefused() {
    StringBuilder text = new StringBuilder(KUBE).append("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      text.append("a%d: &a%d [".formatted(i, i));
      text.append("*a%d, ".formatted(i - 1).repeat(10)).append("]\n");
    }

    assertThatThrownBy(() -> ConfigLoader.parse(text.toString(), "test"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("stands for more than 100000 values");
  }

  @Test
  void alias_insideItsOwnAnchor_isRefused() {
    assertThatThrownBy(() -> ConfigLoader.parse(KUBE + "profiles: &a [*a]", "test"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("an alias in profiles[0] stands inside what it names");
  }

  @Test
  void nesting_withoutEnd_isRefused() {
    assertThatThrownBy(() -> ConfigLoader.parse(KUBE + "profiles: " + "[".repeat(5000), "test"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("epth");
  }

  @Test
  void text_thatIsTooLarge_isRefused() {
    assertThatThrownBy(() -> ConfigLoader.parse("#".repeat(4 << 20), "test"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("3145728");
  }

  @Test
  void fieldGivenTwice_isAnErrorInYamlAndJson() {
    assertError(
        KUBE + "profiles:\n- schedulerName: a\n  schedulerName: b\n",
        "profiles[0].schedulerName: is given twice; remove one");
    assertError(
        "{\"apiVersion\": \"kubescheduler.config.k8s.io/v1\", \"parallelism\": 1,"
            + " \"kind\": \"KubeSchedulerConfiguration\", \"parallelism\": 1}",
        "parallelism: is given twice; remove one");
    assertError(OWN + "seed: 8", "BerthConfiguration.seed: is given twice; remove one");
  }

  @Test
  void text_thatIsNoYaml_namesTheLine() {
    assertThatThrownBy(() -> ConfigLoader.parse(KUBE + "profiles: [", "berth.yaml"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("berth.yaml has an error:\n  cannot be parsed at line 4");
  }

  @Test
  void text_withoutDocuments_isNoConfiguration() {
    assertError(
        "# nothing\n---\n",
        "holds no configuration. Write apiVersion: kubescheduler.config.k8s.io/v1 and kind:"
            + " KubeSchedulerConfiguration");
  }

  @Test
  void text_thatIsNoMapping_isRefused() {
    assertError("- a\n", "is a list; a mapping is wanted");
  }

  @Test
  void documentsOfOneKind_areRefused() {
    assertError(KUBE + "---\n" + KUBE, "holds two documents of kind KubeSchedulerConfiguration");
    assertError(OWN + "---\n" + OWN, "holds two documents of kind BerthConfiguration");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kubescheduler.config.k8s.io/v1beta3 | KubeSchedulerConfiguration | apiVersion: is"
            + " \"kubescheduler.config.k8s.io/v1beta3\", which kube-scheduler no longer reads; v1"
            + " is what 1.25 and later do. Change it to kubescheduler.config.k8s.io/v1, then see"
            + " which errors remain",
        "kubescheduler.config.k8s.io/v2 | KubeSchedulerConfiguration | apiVersion: is"
            + " \"kubescheduler.config.k8s.io/v2\"; allowed is kubescheduler.config.k8s.io/v1",
        "v1 | Policy | kind: is \"Policy\", which kube-scheduler dropped in 1.23. Write it as a"
            + " KubeSchedulerConfiguration v1",
        "kubescheduler.config.k8s.io/v1 | KubeSchedulerConfig | kind: is \"KubeSchedulerConfig\";"
            + " allowed is KubeSchedulerConfiguration, BerthConfiguration."
            + " Maybe \"KubeSchedulerConfig\" -> \"KubeSchedulerConfiguration\"?",
        "berth.dev/v1 | BerthConfiguration | BerthConfiguration.apiVersion: is \"berth.dev/v1\";"
            + " allowed is berth.dev/v1alpha1",
        "berth.dev/v1alpha1 | Berth | BerthConfiguration.kind: is \"Berth\"; allowed is"
            + " BerthConfiguration",
      })
  void documentOfAnotherVersionOrKind_isToldSo(String version, String kind, String want) {
    assertError("apiVersion: " + version + "\nkind: " + kind, want);
  }

  @Test
  void documentWithoutVersionOrKind_isToldSo() {
    assertError(
        "kind: KubeSchedulerConfiguration",
        "apiVersion: is missing; allowed is kubescheduler.config.k8s.io/v1");
    assertError(
        "parallelism: 1",
        "kind: is missing; allowed is KubeSchedulerConfiguration, BerthConfiguration.");
    assertError(
        "kind: BerthConfiguration",
        "BerthConfiguration.apiVersion: is missing; allowed is berth.dev/v1alpha1");
  }

  @Test
  void file_isRead(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("berth.yaml"), KUBE);

    assertThat(ConfigLoader.load(file).podMaxBackoff()).hasSeconds(20);
  }

  @Test
  void file_thatIsMissing_isNamed(@TempDir Path dir) {
    Path file = dir.resolve("none.yaml");

    assertThatThrownBy(() -> ConfigLoader.load(file))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file + " has an error:\n  does not exist");
  }

  private static void assertError(String text, String want) {
    assertThatThrownBy(() -> ConfigLoader.parse(text, "test"))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.problems()).extracting(ConfigProblem::toString).containsExactly(want));
  }
}
