package dev.berth.bench;

import dev.berth.bench.PodTemplate.Part;
import dev.berth.kube.decode.KindDecoders;
import dev.berth.kube.decode.KubeJson;
import dev.berth.kube.decode.NodeDecoder;
import dev.berth.kube.decode.PodDecoder;
import dev.berth.kube.decode.UndecodableObject;
import dev.berth.model.ClusterObject;
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

  private static final String NAMESPACE = "default";
  private static final Stamp STAMP = new Stamp.Stored();
  private static final String OF_A_STORED_POD =
      "\"generateName\": \"pod-\", \"creationTimestamp\": \"2026-01-01T00:00:00Z\", ";

  private final WorkloadShape shape;
  private final Surroundings surroundings;
  private final String schedulerName;
  private final NodeNames names;
  private final SplittableRandom random;
  private final NodeDecoder nodes;
  private final PodDecoder pods;
  private int podsMade;

  SyntheticCluster(Workload workload, int nodes, String schedulerName, long seed) {
    Interner interner = new Interner();
    this.shape = workload.shape();
    this.surroundings = new Surroundings(workload, NAMESPACE, STAMP);
    this.schedulerName = schedulerName;
    this.names = new NodeNames("node-%06d", nodes);
    this.random = new SplittableRandom(seed);
    this.nodes = new NodeDecoder(interner, (kind, path) -> {});
    this.pods = new PodDecoder(interner, (kind, path) -> {});
  }

  List<Node> nodes() {
    List<Node> made = new ArrayList<>(names.count());
    for (int i = 0; i < names.count(); i++) {
      String uid = uid();
      int zone = 1 + random.nextInt(NodeTemplate.ZONES);
      made.add(decoded(nodes::decode, shape.nodes().node(i, names.name(i), zone, uid, STAMP)));
    }
    return made;
  }

  /** Pods that wait for a node. */
  List<PodInfo> pending(int count) {
    List<PodInfo> made = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      made.add(pod(shape.pending(podsMade), NAMESPACE, ""));
    }
    return made;
  }

  /** Pods that are on the nodes already, in turn. */
  List<PodInfo> placed(int count) {
    List<PodInfo> made = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int node = i % names.count();
      PodTemplate template = shape.placedOn(node, i / names.count());
      made.add(pod(template, surroundings.namespaceOfPlaced(i), names.name(node)));
    }
    return made;
  }

  /** Everything beside nodes and pods. */
  List<ClusterObject> others(List<PodInfo> placed, List<PodInfo> pending) {
    List<Extra> made = new ArrayList<>(surroundings.namespaceObjects());
    made.addAll(surroundings.beforePods(names));
    for (PodInfo pod : placed) {
      made.addAll(surroundings.beforePod(pod.key().namespace(), pod.key().name()));
    }
    for (PodInfo pod : pending) {
      made.addAll(surroundings.beforePod(pod.key().namespace(), pod.key().name()));
      made.addAll(surroundings.ofPod(pod.key().namespace(), pod.key().name(), pod.uid()));
    }
    if (shape.has(Part.CLAIMS)) {
      made.addAll(allocated(placed));
    }
    return made.stream().map(SyntheticCluster::object).toList();
  }

  /** Placed pods went to the nodes in turn, so each lap has the next device. */
  private List<Extra> allocated(List<PodInfo> placed) {
    List<Extra> made = new ArrayList<>(placed.size());
    for (int i = 0; i < placed.size(); i++) {
      PodInfo pod = placed.get(i);
      made.add(
          DeviceTemplates.allocated(
              pod.key().namespace(),
              pod.key().name(),
              pod.uid(),
              STAMP,
              pod.nodeName(),
              i / names.count()));
    }
    return made;
  }

  private static ClusterObject object(Extra extra) {
    return decoded(
        bytes -> {
          try (var parser = KubeJson.factory().createParser(bytes)) {
            parser.nextToken();
            return KindDecoders.object(extra.kind(), parser).object();
          } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // the bytes are in memory
          }
        },
        extra.json());
  }

  private PodInfo pod(PodTemplate template, String namespace, String node) {
    int number = podsMade++;
    PodFacts facts =
        new PodFacts(
            number,
            namespace,
            "pod-%07d".formatted(number),
            schedulerName,
            node,
            STAMP.stored(uid()) + OF_A_STORED_POD,
            names);
    return decoded(pods::decode, template.pod(facts, random));
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
