package dev.berth.bench;

import dev.berth.kube.decode.KindDecoders;
import dev.berth.kube.decode.KubeJson;
import dev.berth.kube.decode.NodeDecoder;
import dev.berth.kube.decode.PodDecoder;
import dev.berth.kube.decode.UndecodableObject;
import dev.berth.model.ClusterObject;
import dev.berth.model.ClusterObject.Kind;
import dev.berth.model.Interner;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Makes the nodes and pods of a workload from a seed, through the decoder of the live scheduler, so
 * that their parts are shared as in production.
 *
 * <p>The same seed gives the same objects. Threading: one per run.
 */
final class SyntheticCluster {

  private static final String UID_AND_VERSION = "\"uid\": \"UID\", \"resourceVersion\": \"1\", ";
  private static final String OF_A_STORED_POD =
      UID_AND_VERSION
          + "\"generateName\": \"pod-\", \"creationTimestamp\": \"2026-01-01T00:00:00Z\", ";

  private final Workload workload;
  private final String schedulerName;
  private final SplittableRandom random;
  private final NodeDecoder nodes;
  private final PodDecoder pods;
  private int podsMade;

  SyntheticCluster(Workload workload, String schedulerName, long seed) {
    Interner interner = new Interner();
    this.workload = workload;
    this.schedulerName = schedulerName;
    this.random = new SplittableRandom(seed);
    this.nodes = new NodeDecoder(interner, (kind, path) -> {});
    this.pods = new PodDecoder(interner, (kind, path) -> {});
  }

  List<Node> nodes(int count) {
    List<Node> made = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String name = "node-%06d".formatted(i);
      String identity = UID_AND_VERSION.replace("UID", uid());
      String zone = "zone-" + (1 + random.nextInt(ObjectTemplates.ZONES));
      made.add(decoded(nodes::decode, ObjectTemplates.node(workload, name, zone, "", identity)));
    }
    return made;
  }

  /** Pods that wait for a node. */
  List<PodInfo> pending(int count) {
    List<PodInfo> made = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      made.add(pod(""));
    }
    return made;
  }

  /** Pods that are on the nodes already, in turn. */
  List<PodInfo> placed(int count, List<Node> on) {
    List<PodInfo> made = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      made.add(pod(on.get(i % on.size()).name()));
    }
    return made;
  }

  /** What the pods' volumes are made of, and the drivers of the nodes. */
  List<ClusterObject> storage(List<Node> nodes, List<PodInfo> pods) {
    if (!workload.hasVolumes()) {
      return List.of();
    }
    List<ClusterObject> made = new ArrayList<>(nodes.size() + 2 * pods.size());
    for (Node node : nodes) {
      made.add(object(Kind.CSI_NODE, StorageTemplates.csiNode(node.name())));
    }
    for (PodInfo pod : pods) {
      made.add(object(Kind.PERSISTENT_VOLUME, StorageTemplates.volume(pod.key())));
      made.add(object(Kind.PERSISTENT_VOLUME_CLAIM, StorageTemplates.claim(pod.key())));
    }
    return made;
  }

  private static ClusterObject object(Kind kind, String json) {
    return decoded(
        bytes -> {
          try (var parser = KubeJson.factory().createParser(bytes)) {
            parser.nextToken();
            return KindDecoders.object(kind, parser).object();
          } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // the bytes are in memory
          }
        },
        json);
  }

  private PodInfo pod(String node) {
    int number = podsMade++;
    return decoded(
        pods::decode,
        ObjectTemplates.pod(
            workload,
            number,
            new ObjectTemplates.PodName("default", "pod-%07d".formatted(number)),
            schedulerName,
            node,
            OF_A_STORED_POD.replace("UID", uid()),
            random));
  }

  private String uid() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private interface Decoder<T> {
    T decode(byte[] json) throws UndecodableObject;
  }

  private static <T> T decoded(Decoder<T> decoder, String json) {
    try {
      return decoder.decode(json.getBytes(StandardCharsets.UTF_8));
    } catch (UndecodableObject impossible) {
      throw new IllegalStateException("a template of ours does not decode", impossible);
    }
  }
}
