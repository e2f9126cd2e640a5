package dev.berth.bench.extender;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.bench.NodeNames;
import dev.berth.bench.PodFacts;
import dev.berth.bench.Stamp;
import dev.berth.bench.Workload;
import dev.berth.bench.cluster.BenchException;
import dev.berth.sandbox.Sandbox;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.registry.Registry;
import dev.berth.sandbox.registry.Registry.WriteOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The cluster that is offered, at an API server in this process, and the requests of a
 * kube-scheduler about it.
 *
 * <p>Threading: one thread.
 */
final class OfferedCluster implements AutoCloseable {
  /** What the pods are like that are asked about, in turn. */
  private static final List<Workload> TEMPLATES =
      List.of(
          Workload.BASIC,
          Workload.NODE_AFFINITY,
          Workload.MANY_TEMPLATES,
          Workload.PREFERRED_NODE_AFFINITY,
          Workload.PREFERRED_TOPOLOGY_SPREADING);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Stamp STAMP = new Stamp.Marked("berth.dev/bench", "extender");
  private static final String NAMESPACE = "default";
  private static final String SCHEDULER = "default-scheduler";
  private static final Registry.DeleteOptions AT_ONCE =
      new Registry.DeleteOptions(0L, null, null, false);

  private final ClusterShape shape;
  private final boolean isBound;
  private final NodeNames nodeNames;
  private final SplittableRandom random;
  private final Sandbox sandbox;
  private final List<String> names = new ArrayList<>();
  private final List<String> zones = new ArrayList<>();
  private final List<byte[]> whole = new ArrayList<>();
  private final List<KubeObject> victims = new ArrayList<>();
  private final Map<Form, byte[]> victimsParts = new EnumMap<>(Form.class);
  private byte[] namesPart = {};
  private int pods;
  private int changed;

  private OfferedCluster(ExtenderSettings settings) throws IOException {
    this.shape = settings.cluster();
    this.isBound = settings.verbs().contains(Verb.BIND);
    this.nodeNames = new NodeNames("node-%06d", shape.nodes());
    this.random = new SplittableRandom(settings.seed());
    this.sandbox =
        Sandbox.start(
            new Sandbox.Settings(
                0, Sandbox.Settings.standard().window(), InstantSource.system(), random.split()));
  }

  /** One with all its nodes and placed pods. */
  static OfferedCluster start(ExtenderSettings settings) throws IOException {
    OfferedCluster cluster = new OfferedCluster(settings);
    cluster.makeNodes();
    cluster.placePods();
    cluster.namesPart =
        (",\"Nodes\":null,\"NodeNames\":" + JSON.writeValueAsString(cluster.names) + "}")
            .getBytes(StandardCharsets.UTF_8);
    for (Form form : Form.values()) {
      cluster.victimsParts.put(form, cluster.victimsPart(form));
    }
    return cluster;
  }

  private void makeNodes() {
    for (int i = 0; i < shape.nodes(); i++) {
      String name = nodeNames.name(i);
      boolean isWhole = i < shape.fullNodes();
      ObjectNode slim = tree(Workload.BASIC.node(i, name, random, STAMP));
      ObjectNode node = isWhole ? WholeNode.from(slim, i, random) : slim;
      KubeObject stored = registry().create(Kinds.NODE, "", node, WriteOptions.NONE);
      names.add(name);
      zones.add(WholeNode.zone(node));
      if (isWhole) {
        whole.add(asSent(stored));
      }
    }
  }

  private void placePods() {
    for (int i = 0; i < shape.placed(); i++) {
      String node = names.get(i % names.size());
      KubeObject placed = create(podTree(template(i), "placed", i, node));
      if (i < names.size()) {
        victims.add(placed);
      }
    }
  }

  private KubeObject create(ObjectNode pod) {
    return registry().create(Kinds.POD, NAMESPACE, pod, WriteOptions.NONE);
  }

  private Registry registry() {
    return sandbox.registry();
  }

  void writeKubeconfig(Path file) throws IOException {
    sandbox.writeKubeconfig(file);
  }

  /** How large a whole node is, in bytes. */
  int wholeNodeBytes() {
    return (int) whole.stream().mapToInt(node -> node.length).average().orElse(0);
  }

  /**
   * A pod that somebody asks about.
   *
   * @param json as it is sent
   */
  @SuppressWarnings("ArrayRecordComponent") // sent once, never compared
  record Question(int number, Workload template, ObjectKey key, String uid, byte[] json) {}

  /** The next pod; the API server knows it when it is to be bound. */
  Question nextQuestion() {
    int number = pods++;
    Workload template = template(number);
    ObjectNode tree = podTree(template, "asked", number, "");
    if (isBound) {
      KubeObject stored = create(tree);
      return new Question(number, template, stored.key(), stored.uid(), asSent(stored));
    }
    String uid = uid();
    tree.withObject("/metadata").put("uid", uid).put("resourceVersion", "1");
    ObjectKey key = new ObjectKey(NAMESPACE, tree.at("/metadata/name").asText());
    return new Question(number, template, key, uid, bytes(tree));
  }

  private static Workload template(int number) {
    return TEMPLATES.get(number % TEMPLATES.size());
  }

  /** On how many of the first nodes the pod fits: on all, or in the zones that it names. */
  int passing(Question question, int nodes) {
    return (int) IntStream.range(0, nodes).filter(node -> fits(question, node)).count();
  }

  private boolean fits(Question question, int node) {
    return question.template() != Workload.NODE_AFFINITY || !zones.get(node).equals("zone-3");
  }

  /** What a kube-scheduler sends to ask about the pod and the nodes that it offers. */
  ByteBuffer offer(Question question, Form form) {
    ByteArrayOutputStream out = begun(question);
    switch (form) {
      case NAMES -> out.writeBytes(namesPart);
      case WHOLE -> {
        out.writeBytes(",\"Nodes\":{\"metadata\":{},\"items\":[".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < whole.size(); i++) {
          if (i > 0) {
            out.write(',');
          }
          out.writeBytes(whole.get(i));
        }
        out.writeBytes("]},\"NodeNames\":null}".getBytes(StandardCharsets.UTF_8));
      }
    }
    return ByteBuffer.wrap(out.toByteArray());
  }

  /** What it sends to ask whether the pod could take the places of one other pod on each node. */
  ByteBuffer preemption(Question question, Form form) {
    ByteArrayOutputStream out = begun(question);
    out.writeBytes(Objects.requireNonNull(victimsParts.get(form)));
    return ByteBuffer.wrap(out.toByteArray());
  }

  private static ByteArrayOutputStream begun(Question question) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
    out.writeBytes("{\"Pod\":".getBytes(StandardCharsets.UTF_8));
    out.writeBytes(question.json());
    return out;
  }

  private byte[] victimsPart(Form form) {
    ObjectNode part = JSON.createObjectNode();
    part.putNull("NodeNameToVictims").putNull("NodeNameToMetaVictims");
    ObjectNode nodes =
        part.putObject(
            switch (form) {
              case NAMES -> "NodeNameToMetaVictims";
              case WHOLE -> "NodeNameToVictims";
            });
    for (KubeObject victim : victims.subList(0, shape.candidates(form))) {
      nodes
          .putObject(names.get(nodes.size()))
          .put("NumPDBViolations", 0)
          .putArray("Pods")
          .add(
              switch (form) {
                case NAMES -> JSON.createObjectNode().put("UID", victim.uid());
                case WHOLE -> asSentTree(victim);
              });
    }
    byte[] json = bytes(part);
    json[0] = ',';
    return json;
  }

  /** What it sends to have the pod bound, each to another node. */
  ByteBuffer binding(Question question) {
    return ByteBuffer.wrap(
        bytes(
            JSON.createObjectNode()
                .put("PodName", question.key().name())
                .put("PodNamespace", NAMESPACE)
                .put("PodUID", question.uid())
                .put("Node", nodeFor(question))));
  }

  private String nodeFor(Question question) {
    int node =
        IntStream.range(0, names.size())
            .map(i -> (question.number() + i) % names.size())
            .filter(i -> fits(question, i))
            .findFirst()
            .orElseThrow(() -> new BenchException("no node is in a zone that a pod wants"));
    return names.get(node);
  }

  /**
   * Looks at the pod after it was bound.
   *
   * @throws BenchException when it is elsewhere
   */
  void requireBound(Question question) {
    String node = registry().get(Kinds.POD, question.key()).field("spec.nodeName");
    if (!nodeFor(question).equals(node)) {
      throw new BenchException(
          "%s was bound to %s, and is on %s".formatted(question.key(), nodeFor(question), node));
    }
  }

  /** The pod is no more, so that the next one finds the cluster as this one did. */
  void forget(Question question) {
    if (isBound) {
      registry().delete(Kinds.POD, question.key(), AT_ONCE);
    }
  }

  /** Some kubelets say that they are alive: as many whole nodes as asked for have a new version. */
  void changeNodes() {
    String now = Instant.now().toString();
    for (int i = 0; i < shape.changing(); i++) {
      int at = changed++ % whole.size();
      KubeObject stored =
          registry()
              .update(
                  Kinds.NODE,
                  new ObjectKey("", names.get(at)),
                  Registry.Part.STATUS,
                  node -> WholeNode.withHeartbeat(node, now),
                  WriteOptions.NONE);
      whole.set(at, asSent(stored));
    }
  }

  /** As Go writes a typed object: its metadata first, its name first in it, and no kind. */
  private static byte[] asSent(KubeObject stored) {
    return bytes(asSentTree(stored));
  }

  private static ObjectNode asSentTree(KubeObject stored) {
    ObjectNode tree = stored.tree();
    ObjectNode sent = JSON.createObjectNode();
    ObjectNode metadata = sent.putObject("metadata").put("name", stored.name());
    ((ObjectNode) tree.remove("metadata"))
        .properties()
        .forEach(field -> metadata.set(field.getKey(), field.getValue()));
    tree.remove(List.of("kind", "apiVersion"));
    sent.setAll(tree);
    return sent;
  }

  private ObjectNode podTree(Workload template, String prefix, int number, String node) {
    String name = "%s-%07d".formatted(prefix, number);
    return tree(
        template.pod(
            new PodFacts(number, NAMESPACE, name, SCHEDULER, node, "", nodeNames), random));
  }

  private static ObjectNode tree(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a template is not JSON", impossible);
    }
  }

  private static byte[] bytes(ObjectNode tree) {
    try {
      return JSON.writeValueAsBytes(tree);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a tree can be written", impossible);
    }
  }

  private String uid() {
    return new java.util.UUID(random.nextLong(), random.nextLong()).toString();
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
