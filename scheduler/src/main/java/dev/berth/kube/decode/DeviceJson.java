package dev.berth.kube.decode;

import static dev.berth.kube.decode.Absent.orEmpty;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.berth.model.devices.DeviceConfig;
import dev.berth.model.devices.DeviceSelector;
import dev.berth.model.devices.DeviceToleration;
import dev.berth.model.devices.NodeReach;
import dev.berth.model.devices.OpaqueConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of structures that several kinds of {@code resource.k8s.io/v1} have.
 *
 * <p>Threading: immutable.
 */
final class DeviceJson {
  private DeviceJson() {}

  /** Each entry of a list, which may be absent; an entry that is null is passed over. */
  static <J, T> List<T> each(@Nullable List<@Nullable J> list, Function<J, T> read) {
    if (list == null) {
      return List.of();
    }
    List<T> values = new ArrayList<>(list.size());
    for (J entry : list) {
      if (entry != null) {
        values.add(read.apply(entry));
      }
    }
    return values;
  }

  /** As {@link #each}, of a map. */
  static <J, T> Map<String, T> eachValue(
      @Nullable Map<String, @Nullable J> map, Function<J, T> read) {
    if (map == null) {
      return Map.of();
    }
    Map<String, T> values = new LinkedHashMap<>();
    map.forEach(
        (name, entry) -> {
          if (entry != null) {
            values.put(name, read.apply(entry));
          }
        });
    return values;
  }

  static List<String> texts(@Nullable List<@Nullable String> list) {
    return each(list, text -> text);
  }

  record Cel(@Nullable String expression) {}

  record Selector(@Nullable Cel cel) {
    DeviceSelector value() {
      return new DeviceSelector(cel == null ? null : orEmpty(cel.expression()));
    }
  }

  record Opaque(
      @Nullable String driver,
      @JsonDeserialize(using = RawJsonReader.class) @Nullable String parameters) {
    OpaqueConfig value() {
      return new OpaqueConfig(orEmpty(driver), parameters == null ? "null" : parameters);
    }
  }

  record Config(@Nullable List<@Nullable String> requests, @Nullable Opaque opaque) {
    DeviceConfig value() {
      return new DeviceConfig(texts(requests), opaque == null ? null : opaque.value());
    }
  }

  record Toleration(
      @Nullable String key,
      @Nullable String operator,
      @Nullable String value,
      @Nullable String effect,
      @Nullable Long tolerationSeconds) {
    DeviceToleration toleration() {
      return new DeviceToleration(
          orEmpty(key), orEmpty(operator), orEmpty(value), orEmpty(effect), tolerationSeconds);
    }
  }

  /** The three fields with which a slice or a device says where it is. */
  static NodeReach reach(
      @Nullable String nodeName,
      @Nullable Boolean allNodes,
      @Nullable NodeSelectorJson nodeSelector) {
    if (nodeName != null && !nodeName.isEmpty()) {
      return new NodeReach.OneNode(nodeName);
    }
    if (allNodes != null && allNodes) {
      return new NodeReach.AllNodes();
    }
    return nodeSelector == null
        ? new NodeReach.Unsaid()
        : new NodeReach.Selected(nodeSelector.compile());
  }
}
