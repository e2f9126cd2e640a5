package dev.berth.bench.extender;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.bench.NodeNames;
import dev.berth.bench.PodFacts;
import dev.berth.bench.Stamp;
import dev.berth.bench.Workload;
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
import java.util.List;
import java.util.SplittableRandom;

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

  private final ExtenderSettings settings;
  private final NodeNames nodeNames;
  private final SplittableRandom random;
  private final Sandbox sandbox;
  private final List<String> names = new ArrayList<>();
  private final List<String> zones = new ArrayList<>();
  private final List<byte[]> whole = new ArrayList<>();
  private byte[] namesPart = {};
  private int pods;
  private int changed;

  private OfferedCluster(ExtenderSettings settings) throws IOException {
    this.settings = settings;
    this.nodeNames = new NodeNames("node-%06d", settings.nodes());
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
    return cluster;
  }

  private void makeNodes() {
    for (int i = 0; i < settings.nodes(); i++) {
      String name = nodeNames.name(i);
      boolean isWhole = i < settings.fullNodes();
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
    for (int i = 0; i < settings.placed(); i++) {
      String node = names.get(i % names.size());
      registry()
          .create(Kinds.POD, NAMESPACE, podTree(template(i), "placed", i, node), WriteOptions.NONE);
    }
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

  /** A pod that somebody asks about, as JSON. */
  @SuppressWarnings("ArrayRecordComponent") // sent once, never compared
  record Question(Workload template, byte[] pod) {}

  Question nextQuestion() {
    Workload template = template(pods);
    ObjectNode tree = podTree(template, "asked", pods, "");
    tree.withObject("/metadata").put("uid", uid()).put("resourceVersion", "1");
    pods++;
    return new Question(template, bytes(tree));
  }

  private static Workload template(int number) {
    return TEMPLATES.get(number % TEMPLATES.size());
  }

  /** On how many of the offered nodes the pod fits: all, or those in the zones that it names. */
  int passing(Workload template, Form form) {
    int offered = settings.offered(form);
    return template == Workload.NODE_AFFINITY
        ? (int) zones.stream().limit(offered).filter(zone -> !zone.equals("zone-3")).count()
        : offered;
  }

  /** What a kube-scheduler sends to ask about the pod. */
  ByteBuffer request(Question question, Form form) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
    out.writeBytes("{\"Pod\":".getBytes(StandardCharsets.UTF_8));
    out.writeBytes(question.pod());
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

  /** Some kubelets say that they are alive: as many whole nodes as asked for have a new version. */
  void changeNodes() {
    String now = Instant.now().toString();
    for (int i = 0; i < settings.changing(); i++) {
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
    ObjectNode tree = stored.tree();
    ObjectNode sent = JSON.createObjectNode();
    ObjectNode metadata = sent.putObject("metadata").put("name", stored.name());
    ((ObjectNode) tree.remove("metadata"))
        .properties()
        .forEach(field -> metadata.set(field.getKey(), field.getValue()));
    tree.remove(List.of("kind", "apiVersion"));
    sent.setAll(tree);
    return bytes(sent);
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
