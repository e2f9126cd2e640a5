package dev.berth.kube.decode;

import static dev.berth.kube.decode.Absent.orEmpty;
import static dev.berth.kube.decode.DeviceJson.each;
import static dev.berth.kube.decode.DeviceJson.eachValue;
import static dev.berth.kube.decode.DeviceJson.texts;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import dev.berth.model.Quantity;
import dev.berth.model.devices.CapacityRequestPolicy;
import dev.berth.model.devices.CounterConsumption;
import dev.berth.model.devices.CounterSet;
import dev.berth.model.devices.Device;
import dev.berth.model.devices.DeviceAttribute;
import dev.berth.model.devices.DeviceBinding;
import dev.berth.model.devices.DeviceCapacity;
import dev.berth.model.devices.DeviceTaint;
import dev.berth.model.devices.ResourceSlice;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes ResourceSlices.
 *
 * <p>Threading: any thread.
 */
final class SliceDecoder {
  /** Of several values the first of this list counts, as for CEL in Kubernetes 1.36.3. */
  private record Attribute(
      @JsonProperty("int") @Nullable Long whole,
      @Nullable Boolean bool,
      @Nullable String string,
      @Nullable String version) {
    DeviceAttribute value() {
      if (whole != null) {
        return new DeviceAttribute.Int(whole);
      }
      if (bool != null) {
        return new DeviceAttribute.Bool(bool);
      }
      if (string != null) {
        return new DeviceAttribute.Text(string);
      }
      return version == null
          ? new DeviceAttribute.Unsupported()
          : new DeviceAttribute.Version(version);
    }
  }

  private record Range(@Nullable Quantity min, @Nullable Quantity max, @Nullable Quantity step) {
    CapacityRequestPolicy.Range value() {
      return new CapacityRequestPolicy.Range(min, max, step);
    }
  }

  private record Policy(
      @JsonProperty("default") @Nullable Quantity defaultValue,
      @Nullable List<@Nullable Quantity> validValues,
      @Nullable Range validRange) {
    CapacityRequestPolicy value() {
      return new CapacityRequestPolicy(
          defaultValue,
          each(validValues, amount -> amount),
          validRange == null ? null : validRange.value());
    }
  }

  private record Capacity(@Nullable Quantity value, @Nullable Policy requestPolicy) {
    DeviceCapacity capacity() {
      return new DeviceCapacity(
          value == null ? Quantity.ZERO : value,
          requestPolicy == null ? null : requestPolicy.value());
    }
  }

  private record Counter(@Nullable Quantity value) {
    Quantity amount() {
      return value == null ? Quantity.ZERO : value;
    }
  }

  private record Counters(
      @Nullable String name,
      @Nullable String counterSet,
      @Nullable Map<String, @Nullable Counter> counters) {
    CounterSet shared() {
      return new CounterSet(orEmpty(name), eachValue(counters, Counter::amount));
    }

    CounterConsumption consumed() {
      return new CounterConsumption(orEmpty(counterSet), eachValue(counters, Counter::amount));
    }
  }

  private record Taint(@Nullable String key, @Nullable String value, @Nullable String effect) {
    DeviceTaint taint() {
      return new DeviceTaint(orEmpty(key), orEmpty(value), orEmpty(effect));
    }
  }

  private record DeviceEntry(
      @Nullable String name,
      @Nullable Map<String, @Nullable Attribute> attributes,
      @Nullable Map<String, @Nullable Capacity> capacity,
      @Nullable List<@Nullable Counters> consumesCounters,
      @Nullable String nodeName,
      @Nullable NodeSelectorJson nodeSelector,
      @Nullable Boolean allNodes,
      @Nullable List<@Nullable Taint> taints,
      boolean bindsToNode,
      @Nullable List<@Nullable String> bindingConditions,
      @Nullable List<@Nullable String> bindingFailureConditions,
      boolean allowMultipleAllocations) {
    Device value() {
      return new Device(
          orEmpty(name),
          eachValue(attributes, Attribute::value),
          eachValue(capacity, Capacity::capacity),
          each(consumesCounters, Counters::consumed),
          DeviceJson.reach(nodeName, allNodes, nodeSelector),
          each(taints, Taint::taint),
          new DeviceBinding(bindsToNode, texts(bindingConditions), texts(bindingFailureConditions)),
          allowMultipleAllocations);
    }
  }

  private record Pool(@Nullable String name, long generation, long resourceSliceCount) {
    ResourceSlice.Pool value() {
      return new ResourceSlice.Pool(orEmpty(name), generation, resourceSliceCount);
    }
  }

  private record Spec(
      @Nullable String driver,
      @Nullable Pool pool,
      @Nullable String nodeName,
      @Nullable NodeSelectorJson nodeSelector,
      @Nullable Boolean allNodes,
      @Nullable List<@Nullable DeviceEntry> devices,
      boolean perDeviceNodeSelection,
      @Nullable List<@Nullable Counters> sharedCounters) {}

  private record Document(KindDecoders.@Nullable Meta metadata, @Nullable Spec spec) {}

  private SliceDecoder() {}

  static DecodedObject read(JsonParser parser) throws IOException, UndecodableObject {
    Document document = KindDecoders.read("ResourceSlice", parser, Document.class);
    ObjectIdentity identity = KindDecoders.identityOf("ResourceSlice", document.metadata());
    Spec spec = document.spec();
    return new DecodedObject(
        identity,
        spec == null
            ? ResourceSlice.named(KindDecoders.key(identity))
            : new ResourceSlice(
                KindDecoders.key(identity),
                orEmpty(spec.driver()),
                spec.pool() == null ? new ResourceSlice.Pool("", 0, 0) : spec.pool().value(),
                DeviceJson.reach(spec.nodeName(), spec.allNodes(), spec.nodeSelector()),
                spec.perDeviceNodeSelection(),
                each(spec.devices(), DeviceEntry::value),
                each(spec.sharedCounters(), Counters::shared)));
  }
}
