package dev.berth.kube.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import dev.berth.model.ClusterObject.Kind;
import dev.berth.model.Interner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Everything in the golden vectors decodes, and holds no field that the list does not know. */
final class GoldenObjectsTest {
  @Test
  void everyObjectOfTheVectors_decodes() throws IOException {
    List<String> problems = new ArrayList<>();
    UnknownFieldListener unknown = (kind, path) -> problems.add("unknown " + kind + " " + path);
    PodDecoder pods = new PodDecoder(new Interner(), unknown);
    NodeDecoder nodes = new NodeDecoder(new Interner(), unknown);
    Map<String, Integer> decoded = new TreeMap<>();

    GoldenObjects.forEach(
        (list, parser) -> {
          try {
            String name =
                switch (list) {
                  case "pod", "pods" -> pods.decode(parser).key().name();
                  case "nodes" -> nodes.decode(parser).name();
                  case "namespaces" -> name(Kind.NAMESPACE, parser);
                  case "services" -> name(Kind.SERVICE, parser);
                  case "replicationcontrollers" -> name(Kind.REPLICATION_CONTROLLER, parser);
                  case "replicasets" -> name(Kind.REPLICA_SET, parser);
                  case "statefulsets" -> name(Kind.STATEFUL_SET, parser);
                  case "poddisruptionbudgets" -> name(Kind.POD_DISRUPTION_BUDGET, parser);
                  case "persistentvolumes" -> name(Kind.PERSISTENT_VOLUME, parser);
                  case "persistentvolumeclaims" -> name(Kind.PERSISTENT_VOLUME_CLAIM, parser);
                  case "storageclasses" -> name(Kind.STORAGE_CLASS, parser);
                  case "csinodes" -> name(Kind.CSI_NODE, parser);
                  case "csidrivers" -> name(Kind.CSI_DRIVER, parser);
                  case "csistoragecapacities" -> name(Kind.CSI_STORAGE_CAPACITY, parser);
                  case "volumeattachments" -> name(Kind.VOLUME_ATTACHMENT, parser);
                  case "deviceclasses" -> name(Kind.DEVICE_CLASS, parser);
                  case "resourceclaims" -> name(Kind.RESOURCE_CLAIM, parser);
                  case "resourceslices" -> name(Kind.RESOURCE_SLICE, parser);
                  default -> KindDecoders.identity(list, parser).name();
                };
            assertThat(name).isNotEmpty();
            decoded.merge(list, 1, Integer::sum);
          } catch (UndecodableObject e) {
            problems.add(list + ": " + e.getMessage());
          }
        });

    assertThat(problems).isEmpty();
    assertThat(decoded.get("pods")).isGreaterThan(50_000);
    assertThat(decoded.get("nodes")).isGreaterThan(30_000);
    assertThat(decoded)
        .containsOnlyKeys(
            "pod",
            "pods",
            "nodes",
            "namespaces",
            "services",
            "replicationcontrollers",
            "persistentvolumes",
            "persistentvolumeclaims",
            "replicasets",
            "statefulsets",
            "storageclasses",
            "csinodes",
            "csidrivers",
            "csistoragecapacities",
            "volumeattachments",
            "poddisruptionbudgets",
            "resourceclaims",
            "resourceslices",
            "deviceclasses");
  }

  private static String name(Kind kind, JsonParser parser) throws IOException, UndecodableObject {
    return KindDecoders.object(kind, parser).object().key().name();
  }
}
