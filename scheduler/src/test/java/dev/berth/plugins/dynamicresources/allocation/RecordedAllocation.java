package dev.berth.plugins.dynamicresources.allocation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.framework.TakenDevices;
import dev.berth.kube.decode.KindDecoders;
import dev.berth.kube.decode.KubeJson;
import dev.berth.kube.decode.NodeDecoder;
import dev.berth.kube.decode.UndecodableObject;
import dev.berth.model.ClusterObject;
import dev.berth.model.Interner;
import dev.berth.model.Node;
import dev.berth.model.Quantity;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.DeviceClass;
import dev.berth.model.devices.DeviceId;
import dev.berth.model.devices.ResourceClaim;
import dev.berth.model.devices.ResourceSlice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A random situation and what the allocator of Kubernetes 1.36.3 answered for its nodes, one after
 * the other.
 */
record RecordedAllocation(
    long seed,
    List<Node> nodes,
    Map<String, DeviceClass> classes,
    List<ResourceSlice> slices,
    List<ResourceClaim> claims,
    TakenDevices taken,
    List<AllocationOutcome> want) {
  /** Stands in the records for all ids of shares, which are random. */
  static final String SHARE = "share";

  private static final JsonMapper MAPPER = new JsonMapper(KubeJson.factory());

  /** Reads a line of the records. */
  static RecordedAllocation of(String line) throws IOException, UndecodableObject {
    JsonNode all = MAPPER.readTree(line);
    NodeDecoder nodeDecoder = new NodeDecoder(new Interner(), (kind, path) -> {});
    List<Node> nodes = new ArrayList<>();
    for (JsonNode node : all.path("nodes")) {
      nodes.add(nodeDecoder.decode(MAPPER.writeValueAsBytes(node)));
    }
    Map<String, DeviceClass> classes = new HashMap<>();
    for (JsonNode json : all.path("classes")) {
      DeviceClass read = decode(ClusterObject.Kind.DEVICE_CLASS, json, DeviceClass.class);
      classes.put(read.key().name(), read);
    }
    List<ResourceSlice> slices = new ArrayList<>();
    for (JsonNode json : all.path("slices")) {
      slices.add(decode(ClusterObject.Kind.RESOURCE_SLICE, json, ResourceSlice.class));
    }
    List<ResourceClaim> claims = new ArrayList<>();
    for (JsonNode json : all.path("claims")) {
      claims.add(decode(ClusterObject.Kind.RESOURCE_CLAIM, json, ResourceClaim.class));
    }
    List<AllocationOutcome> want = new ArrayList<>();
    for (JsonNode json : all.path("want")) {
      want.add(outcome(json));
    }
    return new RecordedAllocation(
        all.path("seed").asLong(), nodes, classes, slices, claims, taken(all), want);
  }

  private static <T> T decode(ClusterObject.Kind kind, JsonNode json, Class<T> type)
      throws IOException, UndecodableObject {
    try (JsonParser parser = KubeJson.factory().createParser(MAPPER.writeValueAsBytes(json))) {
      parser.nextToken();
      return type.cast(KindDecoders.object(kind, parser).object());
    }
  }

  private static AllocationOutcome outcome(JsonNode json) throws IOException, UndecodableObject {
    if (json.has("error")) {
      String text = json.path("error").asText();
      return json.path("nodeError").asBoolean()
          ? new AllocationOutcome.NodeUnfit(text)
          : new AllocationOutcome.Failed(text);
    }
    if (!json.has("results")) {
      return new AllocationOutcome.NotPossible();
    }
    List<Allocation> allocations = new ArrayList<>();
    for (JsonNode result : json.path("results")) {
      var claim = MAPPER.createObjectNode();
      claim.putObject("metadata").put("name", "c").put("namespace", "ns");
      claim.putObject("spec");
      claim.putObject("status").set("allocation", result);
      Allocation allocation =
          decode(ClusterObject.Kind.RESOURCE_CLAIM, claim, ResourceClaim.class).allocation();
      if (allocation == null) {
        throw new IllegalStateException("no allocation in " + claim);
      }
      allocations.add(allocation);
    }
    return new AllocationOutcome.Allocated(allocations);
  }

  private static TakenDevices taken(JsonNode all) {
    Set<DeviceId> whole = new HashSet<>();
    for (JsonNode id : all.path("allocated")) {
      whole.add(id(id));
    }
    Map<DeviceId, Map<String, Quantity>> shares = new HashMap<>();
    for (JsonNode share : all.path("shared")) {
      Map<String, Quantity> sum =
          shares.computeIfAbsent(id(share.path("device")), id -> new HashMap<>());
      share
          .path("consumed")
          .properties()
          .forEach(
              amount ->
                  sum.merge(
                      amount.getKey(), Quantity.parse(amount.getValue().asText()), Quantity::plus));
    }
    return new Taken(whole, shares);
  }

  private static DeviceId id(JsonNode parts) {
    return new DeviceId(parts.path(0).asText(), parts.path(1).asText(), parts.path(2).asText());
  }

  /** What is taken, in maps. */
  record Taken(Set<DeviceId> whole, Map<DeviceId, Map<String, Quantity>> shares)
      implements TakenDevices {
    static final Taken NOTHING = new Taken(Set.of(), Map.of());

    @Override
    public boolean isTaken(DeviceId device) {
      return whole.contains(device);
    }

    @Override
    public boolean isShared(DeviceId device) {
      return shares.containsKey(device);
    }

    @Override
    public @Nullable Map<String, Quantity> consumed(DeviceId device) {
      return shares.get(device);
    }
  }
}
