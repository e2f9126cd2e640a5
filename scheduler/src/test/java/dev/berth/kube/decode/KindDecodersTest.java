package dev.berth.kube.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.berth.model.ClusterObject;
import dev.berth.model.ClusterObject.Kind;
import dev.berth.model.LabelRequirement;
import dev.berth.model.LabelSelector;
import dev.berth.model.Labels;
import dev.berth.model.Namespace;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodDisruptionBudget;
import dev.berth.model.ReplicaSet;
import dev.berth.model.ReplicationController;
import dev.berth.model.Service;
import dev.berth.model.StatefulSet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
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

  private static DecodedObject object(ClusterObject.Kind kind, String json)
      throws IOException, UndecodableObject {
    return KindDecoders.object(kind, parser(json));
  }

  @Test
  void aNamespace_hasItsLabels() throws IOException, UndecodableObject {
    DecodedObject namespace =
        object(
            Kind.NAMESPACE,
            "{'metadata': {'name': 'shop', 'uid': 'u', 'labels': {'team': 'a', 'odd': null}}}");

    assertThat(namespace.identity())
        .isEqualTo(new ObjectIdentity("Namespace", "", "shop", "u", ""));
    assertThat(namespace.object())
        .isEqualTo(
            new Namespace(ObjectKey.ofCluster("shop"), Labels.of(Map.of("team", "a", "odd", ""))));
    assertThat(object(Kind.NAMESPACE, "{'metadata': {'name': 'bare'}}").object())
        .isEqualTo(new Namespace(ObjectKey.ofCluster("bare"), Labels.EMPTY));
  }

  @Test
  void servicesAndReplicationControllers_selectByLabels() throws IOException, UndecodableObject {
    ObjectKey key = new ObjectKey("shop", "web");
    String meta = "{'metadata': {'name': 'web', 'namespace': 'shop'}%s}";
    String selecting = meta.formatted(", 'spec': {'selector': {'app': 'web'}, 'ports': []}");
    Labels app = Labels.of(Map.of("app", "web"));

    assertThat(object(Kind.SERVICE, selecting).object()).isEqualTo(new Service(key, app));
    assertThat(object(Kind.SERVICE, meta.formatted("")).object())
        .isEqualTo(new Service(key, Labels.EMPTY));
    assertThat(object(Kind.REPLICATION_CONTROLLER, selecting).object())
        .isEqualTo(new ReplicationController(key, app));
  }

  @Test
  void replicaSetsAndStatefulSets_haveASelectorOfTheirOwn() throws IOException, UndecodableObject {
    ObjectKey key = new ObjectKey("shop", "web");
    String meta = "{'metadata': {'name': 'web', 'namespace': 'shop'}, 'spec': {'selector': %s}}";
    String selecting =
        meta.formatted(
            "{'matchLabels': {'app': 'web'},"
                + " 'matchExpressions': [{'key': 'tier', 'operator': 'In', 'values': ['x']}]}");
    LabelSelector want =
        LabelSelector.of(
            Map.of("app", "web"), List.of(new LabelRequirement("tier", "In", List.of("x"))));

    assertThat(object(Kind.REPLICA_SET, selecting).object()).isEqualTo(new ReplicaSet(key, want));
    assertThat(object(Kind.STATEFUL_SET, selecting).object()).isEqualTo(new StatefulSet(key, want));
    assertThat(object(Kind.REPLICA_SET, meta.formatted("{}")).object())
        .isEqualTo(new ReplicaSet(key, LabelSelector.EVERYTHING));
    assertThat(object(Kind.REPLICA_SET, meta.formatted("null")).object())
        .isEqualTo(new ReplicaSet(key, LabelSelector.NOTHING));
  }

  @Test
  void podDisruptionBudgets_haveASelector_andWhatIsLeftOfThem()
      throws IOException, UndecodableObject {
    ObjectKey key = new ObjectKey("shop", "web");
    String budget = "{'metadata': {'name': 'web', 'namespace': 'shop'}%s}";
    LabelSelector app = LabelSelector.of(Map.of("app", "web"), List.of());

    assertThat(
            object(
                    Kind.POD_DISRUPTION_BUDGET,
                    budget.formatted(
                        ", 'spec': {'minAvailable': '50%', 'selector': {'matchLabels': {'app':"
                            + " 'web'}}}, 'status': {'disruptionsAllowed': 3, 'disruptedPods':"
                            + " {'web-1': '2026-01-01T00:00:00Z', 'web-2': null}}"))
                .object())
        .isEqualTo(new PodDisruptionBudget(key, app, 3, Set.of("web-1", "web-2")));
    assertThat(
            object(
                    Kind.POD_DISRUPTION_BUDGET,
                    budget.formatted(", 'spec': {'selector': {}}, 'status': null"))
                .object())
        .isEqualTo(new PodDisruptionBudget(key, LabelSelector.EVERYTHING, 0, Set.of()));
    assertThat(object(Kind.POD_DISRUPTION_BUDGET, budget.formatted("")).object())
        .isEqualTo(new PodDisruptionBudget(key, LabelSelector.NOTHING, 0, Set.of()));
  }

  @Test
  void whoAnObjectIs_canBeReadWhateverElseIsWrong() throws IOException, UndecodableObject {
    String broken = "{'metadata': {'name': 'web', 'labels': [1]}, 'spec': []}";

    assertThat(KindDecoders.identity("Namespace", parser(broken)).name()).isEqualTo("web");
    for (Kind kind : Kind.values()) {
      assertThatExceptionOfType(UndecodableObject.class).isThrownBy(() -> object(kind, broken));
    }
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
