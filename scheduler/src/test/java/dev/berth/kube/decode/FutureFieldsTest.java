package dev.berth.kube.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.model.Interner;
import dev.berth.model.PodInfo;
import dev.berth.model.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Fields that do not exist yet, at random places of the pods and nodes of the golden vectors, which
 * are also written in a random order of fields.
 */
final class FutureFieldsTest {
  private static final long SEED = 20260101;
  private static final int EVERY = 17; // of the 100,000 objects
  private static final String FUTURE = "fromTheFuture";
  private static final Set<String> DECODED = Set.of("pod", "pods", "nodes");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Objects whose names are data. */
  private static final Pattern MAPS =
      Pattern.compile(
          ".*\\.(labels|annotations|nodeSelector|matchLabels|requests|limits|overhead|capacity"
              + "|allocatable|allocatedResources)");

  /** The structures that narrow placement, none of whose fields may be passed over. */
  private static final Pattern NARROWING =
      Pattern.compile(
          "spec\\.affinity(\\.(node|pod|podAnti)Affinity)?"
              + "|spec\\.affinity\\.nodeAffinity\\.required\\w+"
              + "(\\.nodeSelectorTerms\\[\\d+](\\.match\\w+\\[\\d+])?)?"
              + "|spec\\.affinity\\.pod(Anti)?Affinity\\.required\\w+\\[\\d+]"
              + "(\\.(label|namespace)Selector(\\.matchExpressions\\[\\d+])?)?"
              + "|spec\\.topologySpreadConstraints\\[\\d+](\\.labelSelector(\\.match\\w+\\[\\d+])?)?"
              + "|spec\\.volumes\\[\\d+](\\.(persistentVolumeClaim|ephemeral|gcePersistentDisk"
              + "|awsElasticBlockStore|rbd|iscsi))?"
              + "|spec\\.(resourceClaims|schedulingGates)\\[\\d+]");

  /** A structure of the object, and its path. */
  private record Place(ObjectNode node, String path) {}

  private final Random random = new Random(SEED);
  private final Interner interner = new Interner();
  private final Set<String> unknown = new HashSet<>();
  private final UnknownFieldListener listener = (kind, path) -> unknown.add(path);
  private final PodDecoder pods = new PodDecoder(interner, listener);
  private final NodeDecoder nodes = new NodeDecoder(interner, listener);
  private final Set<String> narrowingSeen = new HashSet<>();
  private int objects;

  @Test
  void outsideOfStructuresThatNarrow_theyChangeNothing() throws IOException {
    GoldenObjects.forEach(
        (list, parser) -> {
          boolean node = list.equals("nodes");
          if (!DECODED.contains(list) || !chosen()) {
            parser.skipChildren();
            return;
          }
          ObjectNode object = JSON.readTree(parser);
          Map<String, ?> want = decode(node, object);
          for (Place place : places(object)) {
            if (!narrows(object, place) && random.nextInt(4) == 0) {
              place.node().set(FUTURE, anything(0));
            }
          }

          assertThat(decode(node, shuffled(object))).isEqualTo(want);
        });

    assertThat(objects).isGreaterThan(5_000);
    assertThat(unknown).hasSizeGreaterThan(15).allMatch(path -> path.endsWith(FUTURE));
  }

  @Test
  void insideOfAStructureThatNarrows_theyRefuseThePod() throws IOException {
    GoldenObjects.forEach(
        (list, parser) -> {
          if (!list.equals("pod") || random.nextInt(4) != 0) {
            parser.skipChildren();
            return;
          }
          ObjectNode pod = JSON.readTree(parser);
          List<Place> narrowing = new ArrayList<>(places(pod));
          narrowing.removeIf(place -> !narrows(pod, place));
          if (narrowing.isEmpty()) {
            return;
          }
          Place place = narrowing.get(random.nextInt(narrowing.size()));
          place.node().set(FUTURE, anything(0));

          assertThat(refusals(shuffled(pod)))
              .contains(new Refusal.UnknownField(place.path() + "." + FUTURE));
          narrowingSeen.add(place.path().replaceAll("\\[\\d+]", ""));
        });

    assertThat(unknown).isEmpty();
    assertThat(narrowingSeen).hasSizeGreaterThan(20);
  }

  private boolean chosen() {
    boolean chosen = random.nextInt(EVERY) == 0;
    objects += chosen ? 1 : 0;
    return chosen;
  }

  private Map<String, ?> decode(boolean node, ObjectNode object) throws IOException {
    byte[] json = JSON.writeValueAsBytes(object);
    try {
      return node ? Facts.of(nodes.decode(json)) : factsOf(pods.decode(json));
    } catch (UndecodableObject e) {
      throw new AssertionError(object.toString(), e);
    }
  }

  /** Of the places with one reason for a refusal the first is kept: that depends on the order. */
  private static Map<String, ?> factsOf(PodInfo pod) {
    Map<String, @Nullable Object> facts = Facts.of(pod);
    Set<String> reasons = new TreeSet<>();
    for (Refusal refusal : pod.refusals()) {
      reasons.add(refusal.message().substring(refusal.path().length()));
    }
    facts.put("refusals", reasons);
    return facts;
  }

  private List<Refusal> refusals(ObjectNode object) throws IOException {
    try {
      PodInfo pod = pods.decode(JSON.writeValueAsBytes(object));
      return pod.refusals();
    } catch (UndecodableObject e) {
      throw new AssertionError(object.toString(), e);
    }
  }

  private static boolean narrows(ObjectNode object, Place place) {
    if (!NARROWING.matcher(place.path()).matches()) {
      return false;
    }
    String spread = "spec.topologySpreadConstraints[";
    if (!place.path().startsWith(spread)) {
      return true;
    }
    String index = place.path().substring(spread.length(), place.path().indexOf(']'));
    return object
        .at("/spec/topologySpreadConstraints/" + index + "/whenUnsatisfiable")
        .asText()
        .equals("DoNotSchedule");
  }

  private static List<Place> places(ObjectNode object) {
    List<Place> places = new ArrayList<>();
    collect(object, "", places);
    return places;
  }

  private static void collect(JsonNode node, String path, List<Place> places) {
    if (MAPS.matcher("." + path).matches()) {
      return;
    }
    if (node instanceof ObjectNode object) {
      places.add(new Place(object, path));
      object
          .properties()
          .forEach(
              field ->
                  collect(
                      field.getValue(),
                      path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                      places));
    } else if (node instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        collect(list.get(i), path + "[" + i + "]", places);
      }
    }
  }

  private JsonNode anything(int depth) {
    return switch (random.nextInt(depth > 3 ? 5 : 7)) {
      case 0 -> JSON.getNodeFactory().nullNode();
      case 1 -> JSON.getNodeFactory().booleanNode(true);
      case 2 -> JSON.getNodeFactory().numberNode(random.nextDouble());
      case 3 -> JSON.getNodeFactory().numberNode(random.nextLong());
      case 4 -> JSON.getNodeFactory().textNode("\u00fc]}\"" + random.nextInt());
      case 5 -> JSON.createArrayNode().add(anything(depth + 1)).add(anything(depth + 1));
      default -> JSON.createObjectNode().<ObjectNode>set("name", anything(depth + 1)).put("key", 1);
    };
  }

  /** The same object, its fields at all levels in another order. */
  private ObjectNode shuffled(ObjectNode object) {
    List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(object.properties());
    Collections.shuffle(fields, random);
    ObjectNode shuffled = JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> field : fields) {
      shuffled.set(field.getKey(), shuffledValue(field.getValue()));
    }
    return shuffled;
  }

  private JsonNode shuffledValue(JsonNode value) {
    if (value instanceof ObjectNode object) {
      return shuffled(object);
    }
    if (value instanceof ArrayNode list) {
      ArrayNode shuffled = JSON.createArrayNode();
      list.forEach(element -> shuffled.add(shuffledValue(element)));
      return shuffled;
    }
    return value;
  }
}
