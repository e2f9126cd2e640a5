package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code kubectl apply -k manifests/legacy-annotation}. */
final class LegacyAnnotationIT {

  private static final String POLICY = Path.of("../manifests/legacy-annotation").toString();
  private static final String ANNOTATION = "scheduler.alpha.kubernetes.io/name";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @RegisterExtension static final ClusterBed cluster = ClusterBed.with();

  @Test
  void annotation_chooses_a_profile_of_berth_unless_the_spec_chooses_one_and_only_while_applied() {
    cluster.controlPlane.kubectl("apply", "-k", POLICY);
    await(() -> schedulerOf("berth").equals("berth"));

    cluster.controlPlane.create(
        Yaml.all(
            List.of(
                pod("ours", "default-scheduler", "berth"),
                pod("somebodys", "default-scheduler", "long-gone"),
                pod("chosen-by-spec", "another", "berth"),
                Yaml.pod("without", "", "schedulerName: default-scheduler", ""))));

    assertThat(schedulers())
        .isEqualTo(
            Map.of(
                "ours", "berth",
                "somebodys", "default-scheduler",
                "chosen-by-spec", "another",
                "without", "default-scheduler"));

    cluster.controlPlane.kubectl("delete", "-k", POLICY);
    await(() -> schedulerOf("berth").equals("default-scheduler"));
  }

  private static String pod(String name, String scheduler, String annotation) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s, annotations: {%s: %s}}
    spec: {schedulerName: %s, containers: [{name: main, image: nginx}]}
    """
        .formatted(name, ANNOTATION, annotation, scheduler);
  }

  private static Map<String, String> schedulers() {
    return cluster.api.pods().stream()
        .collect(Collectors.toMap(Pods::name, pod -> pod.at("/spec/schedulerName").asText()));
  }

  /** Of a pod with this annotation, were it created now. */
  private static String schedulerOf(String annotation) {
    return cluster
        .api
        .post(
            ApiServer.PODS + "?dryRun=All",
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"x","annotations":{"%s":"%s"}},
             "spec":{"containers":[{"name":"main","image":"nginx"}]}}\
            """
                .formatted(ANNOTATION, annotation))
        .body()
        .at("/spec/schedulerName")
        .asText();
  }

  /** A policy counts a moment after it was applied. */
  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the policy takes effect").isLessThan(deadline);
    }
  }
}
