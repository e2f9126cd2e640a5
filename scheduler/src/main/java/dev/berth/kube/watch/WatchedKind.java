package dev.berth.kube.watch;

import com.fasterxml.jackson.core.JsonParser;
import dev.berth.cycle.ObjectKind;
import dev.berth.kube.decode.KindDecoders;
import dev.berth.kube.decode.NodeDecoder;
import dev.berth.kube.decode.ObjectIdentity;
import dev.berth.kube.decode.PodDecoder;
import dev.berth.kube.decode.UndecodableObject;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/**
 * A kind of object that is watched: where it is on the server and how it is read.
 *
 * <p>Threading: immutable; {@code reader} is called by the thread of the kind's reflector only.
 *
 * @param <H> what the informer holds of it
 * @param path of the collection
 * @param selection query parameters that leave objects out
 * @param deleted from who it was to what the informer is told of a deletion; a deletion must come
 *     through even when the rest of the object cannot be understood
 */
record WatchedKind<H extends Held>(
    ObjectKind objectKind,
    String kind,
    String path,
    Map<String, String> selection,
    Necessity necessity,
    Class<H> holder,
    Reader<H> reader,
    Function<ObjectIdentity, H> deleted) {

  /** Whether there can be a scheduler without this kind. */
  enum Necessity {
    /** No decision is made before all of them are known. */
    REQUIRED,
    /** When the server has it not, or we may not read it, only the pods that need it suffer. */
    OPTIONAL
  }

  /** Reads one object of a stream; see {@code PodDecoder.decode(JsonParser)}. */
  @FunctionalInterface
  interface Reader<H extends Held> {
    H read(JsonParser parser) throws IOException, UndecodableObject;
  }

  /** Pods that still need a node or hold one; a pod that ends is shown as deleted. */
  static WatchedKind<HeldPod> pods(PodDecoder decoder) {
    return new WatchedKind<>(
        ObjectKind.PODS,
        HeldPod.KIND,
        "/api/v1/pods",
        Map.of("fieldSelector", "status.phase!=Succeeded,status.phase!=Failed"),
        Necessity.REQUIRED,
        HeldPod.class,
        parser -> HeldPod.of(decoder.decode(parser)),
        HeldPod::deleted);
  }

  static WatchedKind<HeldNode> nodes(NodeDecoder decoder) {
    return new WatchedKind<>(
        ObjectKind.NODES,
        HeldNode.KIND,
        "/api/v1/nodes",
        Map.of(),
        Necessity.REQUIRED,
        HeldNode.class,
        parser -> HeldNode.of(decoder.decode(parser)),
        HeldNode::deleted);
  }

  static WatchedKind<HeldDeviceClass> deviceClasses() {
    return new WatchedKind<>(
        ObjectKind.DEVICE_CLASSES,
        HeldDeviceClass.KIND,
        "/apis/resource.k8s.io/v1/deviceclasses",
        Map.of(),
        Necessity.OPTIONAL,
        HeldDeviceClass.class,
        parser -> HeldDeviceClass.of(KindDecoders.deviceClass(parser)),
        HeldDeviceClass::deleted);
  }

  /** {@code deviceclasses}. */
  String resource() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** {@code resource.k8s.io/v1}, or {@code v1}. */
  String apiVersion() {
    return path.substring(path.startsWith("/apis/") ? 6 : 5, path.lastIndexOf('/'));
  }

  /** The rule that a role needs, as it stands in YAML. */
  String rule() {
    int slash = apiVersion().indexOf('/');
    String group = slash < 0 ? "" : apiVersion().substring(0, slash);
    return "{apiGroups: [\"%s\"], resources: [\"%s\"], verbs: [\"list\", \"watch\"]}"
        .formatted(group, resource());
  }
}
