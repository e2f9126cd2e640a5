package dev.berth.kube.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.PodInfo;
import dev.berth.model.Refusal;
import dev.berth.model.Refusal.UnbuiltFeature;
import dev.berth.model.Refusal.UnknownField;
import dev.berth.model.Refusal.UnknownValue;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pod is refused for, and what it is not. */
final class RefusalTest {
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
  private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

  private final Decoding decoding = new Decoding();

  private List<Refusal> refusals(String spec) throws UndecodableObject {
    return decoding.podWithSpec(spec).refusals();
  }

  @ParameterizedTest
  @CsvSource({
    "persistentVolumeClaim, claimName",
    "ephemeral, volumeClaimTemplate",
    "gcePersistentDisk, pdName",
    "awsElasticBlockStore, volumeID",
    "rbd, image",
    "iscsi, iqn",
    "azureDisk, diskURI",
    "cinder, volumeID",
    "portworxVolume, volumeID",
  })
  void aVolumeThatPluginsRestrict_isRefusedForWhatIsNewInItOnly(String source, String field)
      throws UndecodableObject {
    String volumes = "{'volumes': [{'name': 'w', '%s': {'%s': 'x'}}]}";

    assertThat(refusals(volumes.formatted(source, field))).isEmpty();
    assertThat(refusals(volumes.formatted(source, "newKnob")))
        .containsExactly(new UnknownField("spec.volumes[0]." + source + ".newKnob"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "configMap",
        "secret",
        "emptyDir",
        "hostPath",
        "projected",
        "downwardAPI",
        "nfs",
        "csi",
        "image",
        "azureFile",
        "vsphereVolume",
        "fc",
        "cephfs",
        "flexVolume",
        "gitRepo",
      })
  void aVolumeThatNoPluginLooksAt_isNotRefused(String source) throws UndecodableObject {
    assertThat(refusals("{'volumes': [{'name': 'v', '%s': {'newKnob': 1}}]}".formatted(source)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"podAffinity", "podAntiAffinity"})
  void podAffinity_isRefusedForWhatIsNewInRequiredTermsOnly(String affinity)
      throws UndecodableObject {
    String path = "spec.affinity." + affinity + "." + REQUIRED + "[1].new";

    assertThat(
            refusals(
                "{'affinity': {'%s': {'%s': [{'topologyKey': 'zone'}, {'new': 1}]}}}"
                    .formatted(affinity, REQUIRED)))
        .containsExactly(new UnknownField(path));
    assertThat(
            refusals(
                "{'affinity': {'%s': {'%s': [{'weight': 1, 'podAffinityTerm': {'new': 1}}]}}}"
                    .formatted(affinity, PREFERRED)))
        .isEmpty();
    assertThat(decoding.unknownFields())
        .containsExactly(
            "Pod spec.affinity." + affinity + "." + PREFERRED + "[*].podAffinityTerm.new");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'whenUnsatisfiable': 'ScheduleAnyway', 'newField': 1, 'labelSelector': 5}",
        "{'labelSelector': 5, 'newField': 1, 'whenUnsatisfiable': 'ScheduleAnyway'}",
      })
  void aSpreadConstraintThatOnlyWeighs_isNotRefusedWhateverIsInIt(String constraint)
      throws UndecodableObject {
    assertThat(refusals("{'topologySpreadConstraints': [" + constraint + "]}")).isEmpty();
    assertThat(decoding.unknownFields())
        .containsExactly("Pod spec.topologySpreadConstraints[*].newField");
  }

  @Test
  void aMemberOfAPodGroup_isRefusedInEveryProfile() throws UndecodableObject {
    assertThat(refusals("{'schedulingGroup': {'podGroupName': 'gang'}}"))
        .containsExactly(new UnbuiltFeature("spec.schedulingGroup", "pod groups"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'affinity': {'x': 1}} | spec.affinity.x",
        "{'affinity': {'nodeAffinity': {'x': [1]}}} | spec.affinity.nodeAffinity.x",
        "{'affinity': {'nodeAffinity': {'R': {'x': {}}}}} | spec.affinity.nodeAffinity.R.x",
        "{'affinity': {'nodeAffinity': {'R': {'nodeSelectorTerms': [{}, {'x': 1}]}}}}"
            + "| spec.affinity.nodeAffinity.R.nodeSelectorTerms[1].x",
        "{'affinity': {'nodeAffinity': {'R': {'nodeSelectorTerms': [{'matchFields': [{'x':"
            + " 1}]}]}}}}| spec.affinity.nodeAffinity.R.nodeSelectorTerms[0].matchFields[0].x",
        "{'affinity': {'podAffinity': {'x': 1}}} | spec.affinity.podAffinity.x",
        "{'affinity': {'podAntiAffinity': {'R': [{'x': 1}]}}} |"
            + " spec.affinity.podAntiAffinity.R[0].x",
        "{'affinity': {'podAntiAffinity': {'R': [{'labelSelector': {'x': 1}}]}}}"
            + "| spec.affinity.podAntiAffinity.R[0].labelSelector.x",
        "{'topologySpreadConstraints': [{'x': 1, 'whenUnsatisfiable': 'DoNotSchedule'}]}"
            + "| spec.topologySpreadConstraints[0].x",
        "{'volumes': [{'x': {}}]} | spec.volumes[0].x",
        "{'volumes': [{'persistentVolumeClaim': {'x': 1}}]} |"
            + " spec.volumes[0].persistentVolumeClaim.x",
        "{'resourceClaims': [{'x': 1}]} | spec.resourceClaims[0].x",
        "{'schedulingGates': [{'name': 'g', 'x': 1}]} | spec.schedulingGates[0].x",
        "{'schedulingGroup': {'x': 1}} | spec.schedulingGroup.x",
      })
  void aFieldFromTheFutureInsideAStructureThatNarrows_isRefused(String spec, String path)
      throws UndecodableObject {
    assertThat(refusals(spec.replace("'R'", "'" + REQUIRED + "'")))
        .contains(new UnknownField(path.replace(".R", "." + REQUIRED)));
    assertThat(decoding.unknownFields()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'nodeSelector': {'kubernetes.io/arch': 5}} | spec.nodeSelector[kubernetes.io/arch] | 5",
        "{'nodeSelector': []} | spec.nodeSelector | a list",
        "{'affinity': 'none'} | spec.affinity | \"none\"",
        "{'affinity': {'nodeAffinity': {'R': {'nodeSelectorTerms': {}}}}}"
            + "| spec.affinity.nodeAffinity.R.nodeSelectorTerms | an object",
        "{'affinity': {'nodeAffinity': {'R': {'nodeSelectorTerms': [{'matchExpressions':"
            + " [{'operator': 'Near'}]}]}}}}|"
            + " spec.affinity.nodeAffinity.R.nodeSelectorTerms[0].matchExpressions[0].operator |"
            + " Near",
        "{'affinity': {'nodeAffinity': {'R': {'nodeSelectorTerms': [{'matchExpressions':"
            + " [{'values': ['a', 5]}]}]}}}}|"
            + " spec.affinity.nodeAffinity.R.nodeSelectorTerms[0].matchExpressions[0].values[1] |"
            + " 5",
        "{'affinity': {'podAffinity': {'R': [{'labelSelector': {'matchExpressions': [{'operator':"
            + " 'Gt'}]}}]}}}|"
            + " spec.affinity.podAffinity.R[0].labelSelector.matchExpressions[0].operator | Gt",
        "{'topologySpreadConstraints': [{'whenUnsatisfiable': 'Wait'}]}"
            + "| spec.topologySpreadConstraints[0].whenUnsatisfiable | Wait",
        "{'topologySpreadConstraints': [{'nodeTaintsPolicy': 'Some', 'whenUnsatisfiable':"
            + " 'DoNotSchedule'}]}| spec.topologySpreadConstraints[0].nodeTaintsPolicy | Some",
        "{'schedulingGates': ['g']} | spec.schedulingGates[0] | \"g\"",
        "{'volumes': [true]} | spec.volumes[0] | true",
        "{'resourceClaims': 1.5} | spec.resourceClaims | 1.5",
      })
  void aValueFromTheFutureInsideAStructureThatNarrows_isRefused(
      String spec, String path, String value) throws UndecodableObject {
    assertThat(refusals(spec.replace("'R'", "'" + REQUIRED + "'")))
        .contains(new UnknownValue(path.replace(".R", "." + REQUIRED), value));
  }

  @Test
  void knownOperatorsWithValuesThatDoNotParse_areNotRefused() throws UndecodableObject {
    PodInfo pod =
        decoding.podWithSpec(
            """
            {'affinity': {'nodeAffinity': {'%s': {'nodeSelectorTerms': [
              {'matchExpressions': [{'key': 'a b', 'operator': 'Gt', 'values': ['x', 'y']}]}]}}}}
            """
                .formatted(REQUIRED));

    assertThat(pod.refusals()).isEmpty();
    assertThat(pod.requiredNodes().isAny()).isFalse();
  }

  @Test
  void preferredNodeTerms_areNotRefusedForWhatIsNew() throws UndecodableObject {
    assertThat(
            refusals(
                """
                {'affinity': {'nodeAffinity': {'%s': [{'weight': 1, 'preference':
                  {'matchExpressions': [{'key': 'a', 'operator': 'Near', 'x': 1}]}}]}}}
                """
                    .formatted(PREFERRED)))
        .isEmpty();
    assertThat(decoding.unknownFields())
        .containsExactly(
            "Pod spec.affinity.nodeAffinity." + PREFERRED + "[*].preference.matchExpressions[*].x");
  }

  @Test
  void thousandsOfReasons_areNotKept() throws UndecodableObject {
    String volumes =
        IntStream.range(0, 3000)
            .mapToObj("{'new%d': 1}"::formatted)
            .collect(Collectors.joining(","));

    String claims = "{}" + ",{}".repeat(3000);

    List<Refusal> refusals =
        refusals("{'volumes': [" + volumes + "], 'resourceClaims': [" + claims + "]}");

    assertThat(refusals).hasSizeLessThan(30);
    assertThat(refusals).contains(new UnknownField("spec.volumes[0].new0"));
  }
}
