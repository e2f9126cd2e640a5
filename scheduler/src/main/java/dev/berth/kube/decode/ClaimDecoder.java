package dev.berth.kube.decode;

import static dev.berth.kube.decode.Absent.orEmpty;
import static dev.berth.kube.decode.DeviceJson.each;
import static dev.berth.kube.decode.DeviceJson.eachValue;
import static dev.berth.kube.decode.DeviceJson.texts;

import com.fasterxml.jackson.core.JsonParser;
import dev.berth.model.Quantity;
import dev.berth.model.devices.AllocatedConfig;
import dev.berth.model.devices.AllocatedDevice;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.ClaimConsumer;
import dev.berth.model.devices.ClaimMeta;
import dev.berth.model.devices.ClaimOwner;
import dev.berth.model.devices.ClaimSpec;
import dev.berth.model.devices.ClaimStatus;
import dev.berth.model.devices.DeviceConfig;
import dev.berth.model.devices.DeviceConstraint;
import dev.berth.model.devices.DeviceId;
import dev.berth.model.devices.DeviceRequest;
import dev.berth.model.devices.DeviceStatus;
import dev.berth.model.devices.DevicesWanted;
import dev.berth.model.devices.ResourceClaim;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes ResourceClaims.
 *
 * <p>Threading: any thread.
 */
final class ClaimDecoder {

  // ---- metadata -----------------------------------------------------------------------------

  private record Owner(@Nullable String name, @Nullable String uid, boolean controller) {
    ClaimOwner value() {
      return new ClaimOwner(orEmpty(name), orEmpty(uid), controller);
    }
  }

  private record Meta(
      @Nullable String namespace,
      @Nullable String name,
      @Nullable String uid,
      @Nullable String resourceVersion,
      @Nullable String deletionTimestamp,
      @Nullable List<@Nullable String> finalizers,
      @Nullable Map<String, @Nullable String> annotations,
      @Nullable List<@Nullable Owner> ownerReferences) {
    KindDecoders.Meta identity() {
      return new KindDecoders.Meta(namespace, name, uid, resourceVersion);
    }

    ClaimMeta value() {
      String marked =
          annotations == null ? null : annotations.get(ClaimMeta.EXTENDED_RESOURCE_ANNOTATION);
      return new ClaimMeta(
          orEmpty(uid),
          orEmpty(resourceVersion),
          deletionTimestamp != null,
          texts(finalizers),
          "true".equals(marked),
          each(ownerReferences, Owner::value));
    }
  }

  // ---- spec ---------------------------------------------------------------------------------

  private record Capacity(@Nullable Map<String, @Nullable Quantity> requests) {}

  private record Request(
      @Nullable String name,
      @Nullable String deviceClassName,
      @Nullable List<DeviceJson.@Nullable Selector> selectors,
      @Nullable String allocationMode,
      long count,
      boolean adminAccess,
      @Nullable List<DeviceJson.@Nullable Toleration> tolerations,
      @Nullable Capacity capacity) {
    DevicesWanted wanted() {
      return new DevicesWanted(
          orEmpty(deviceClassName),
          each(selectors, DeviceJson.Selector::value),
          orEmpty(allocationMode),
          count,
          each(tolerations, DeviceJson.Toleration::toleration),
          capacity == null ? Map.of() : eachValue(capacity.requests(), amount -> amount));
    }

    DeviceRequest.SubRequest alternative() {
      return new DeviceRequest.SubRequest(orEmpty(name), wanted());
    }
  }

  private record NamedRequest(
      @Nullable String name,
      @Nullable Request exactly,
      @Nullable List<@Nullable Request> firstAvailable) {
    DeviceRequest value() {
      if (exactly != null) {
        return new DeviceRequest.Exactly(orEmpty(name), exactly.wanted(), exactly.adminAccess());
      }
      return firstAvailable == null || firstAvailable.isEmpty()
          ? new DeviceRequest.Unsupported(orEmpty(name))
          : new DeviceRequest.FirstAvailable(
              orEmpty(name), each(firstAvailable, Request::alternative));
    }
  }

  private record Constraint(
      @Nullable List<@Nullable String> requests,
      @Nullable String matchAttribute,
      @Nullable String distinctAttribute) {
    DeviceConstraint value() {
      if (matchAttribute != null) {
        return new DeviceConstraint.Match(texts(requests), matchAttribute);
      }
      return distinctAttribute == null
          ? new DeviceConstraint.Unsupported(texts(requests))
          : new DeviceConstraint.Distinct(texts(requests), distinctAttribute);
    }
  }

  private record Devices(
      @Nullable List<@Nullable NamedRequest> requests,
      @Nullable List<@Nullable Constraint> constraints,
      @Nullable List<DeviceJson.@Nullable Config> config) {
    ClaimSpec value() {
      return new ClaimSpec(
          each(requests, NamedRequest::value),
          each(constraints, Constraint::value),
          each(config, DeviceJson.Config::value));
    }
  }

  private record Spec(@Nullable Devices devices) {
    ClaimSpec value() {
      return devices == null ? ClaimSpec.EMPTY : devices.value();
    }
  }

  // ---- status -------------------------------------------------------------------------------

  private record Result(
      @Nullable String request,
      @Nullable String driver,
      @Nullable String pool,
      @Nullable String device,
      boolean adminAccess,
      @Nullable List<DeviceJson.@Nullable Toleration> tolerations,
      @Nullable List<@Nullable String> bindingConditions,
      @Nullable List<@Nullable String> bindingFailureConditions,
      @Nullable String shareID,
      @Nullable Map<String, @Nullable Quantity> consumedCapacity) {
    AllocatedDevice value() {
      return new AllocatedDevice(
          orEmpty(request),
          new DeviceId(orEmpty(driver), orEmpty(pool), orEmpty(device)),
          adminAccess,
          each(tolerations, DeviceJson.Toleration::toleration),
          texts(bindingConditions),
          texts(bindingFailureConditions),
          shareID,
          eachValue(consumedCapacity, amount -> amount));
    }
  }

  private record ResultConfig(
      @Nullable String source,
      @Nullable List<@Nullable String> requests,
      DeviceJson.@Nullable Opaque opaque) {
    AllocatedConfig value() {
      DeviceConfig config =
          new DeviceConfig(texts(requests), opaque == null ? null : opaque.value());
      return new AllocatedConfig(orEmpty(source), config);
    }
  }

  private record Results(
      @Nullable List<@Nullable Result> results, @Nullable List<@Nullable ResultConfig> config) {}

  private record Allocated(
      @Nullable Results devices,
      @Nullable NodeSelectorJson nodeSelector,
      @Nullable String allocationTimestamp) {
    Allocation value(ObjectIdentity identity) throws UndecodableObject {
      return new Allocation(
          each(devices == null ? null : devices.results(), Result::value),
          each(devices == null ? null : devices.config(), ResultConfig::value),
          nodeSelector == null ? null : nodeSelector.compile(),
          allocationTimestamp == null
              ? null
              : KindDecoders.micros(identity, allocationTimestamp, 0));
    }
  }

  private record Consumer(
      @Nullable String apiGroup,
      @Nullable String resource,
      @Nullable String name,
      @Nullable String uid) {
    ClaimConsumer value() {
      return new ClaimConsumer(orEmpty(apiGroup), orEmpty(resource), orEmpty(name), orEmpty(uid));
    }
  }

  private record Condition(
      @Nullable String type,
      @Nullable String status,
      @Nullable String reason,
      @Nullable String message) {
    DeviceStatus.DeviceCondition value() {
      return new DeviceStatus.DeviceCondition(
          orEmpty(type), orEmpty(status), orEmpty(reason), orEmpty(message));
    }
  }

  private record StatusOfDevice(
      @Nullable String driver,
      @Nullable String pool,
      @Nullable String device,
      @Nullable String shareID,
      @Nullable List<@Nullable Condition> conditions) {
    DeviceStatus value() {
      return new DeviceStatus(
          new DeviceId(orEmpty(driver), orEmpty(pool), orEmpty(device)),
          shareID,
          each(conditions, Condition::value));
    }
  }

  private record Status(
      @Nullable Allocated allocation,
      @Nullable List<@Nullable Consumer> reservedFor,
      @Nullable List<@Nullable StatusOfDevice> devices) {
    ClaimStatus value(ObjectIdentity identity) throws UndecodableObject {
      return new ClaimStatus(
          allocation == null ? null : allocation.value(identity),
          each(reservedFor, Consumer::value),
          each(devices, StatusOfDevice::value));
    }
  }

  private record Document(@Nullable Meta metadata, @Nullable Spec spec, @Nullable Status status) {}

  private ClaimDecoder() {}

  static DecodedObject read(JsonParser parser) throws IOException, UndecodableObject {
    Document document = KindDecoders.read("ResourceClaim", parser, Document.class);
    Meta meta = document.metadata();
    ObjectIdentity identity =
        KindDecoders.identityOf("ResourceClaim", meta == null ? null : meta.identity());
    return new DecodedObject(
        identity,
        new ResourceClaim(
            KindDecoders.key(identity),
            meta == null ? ClaimMeta.UNKNOWN : meta.value(),
            document.spec() == null ? ClaimSpec.EMPTY : document.spec().value(),
            document.status() == null ? ClaimStatus.EMPTY : document.status().value(identity)));
  }
}
