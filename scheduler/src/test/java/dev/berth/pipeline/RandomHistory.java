package dev.berth.pipeline;

import dev.berth.cluster.ClusterMirror;
import dev.berth.framework.ClusterView;
import dev.berth.model.ClusterObject;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.model.devices.DeviceClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A cluster in the real mirror that changes at random: nodes come, change and go; pods are bound by
 * others, assumed, confirmed, forgotten, resized and deleted; other pods are nominated to nodes.
 */
final class RandomHistory {

  private static final int TEMPLATES = 10;

  final ClusterMirror mirror = new ClusterMirror();
  final Nominees nominees = new Nominees();
  final RandomObjects objects;
  private final SplittableRandom random;
  private final List<PodInfo> templates = new ArrayList<>();
  private final List<String> nodes = new ArrayList<>();
  private final List<PodInfo> placed = new ArrayList<>();
  private int copies;

  RandomHistory(SplittableRandom random, int size) {
    this.random = random;
    this.objects = new RandomObjects(random);
    for (int i = 0; i < TEMPLATES; i++) {
      templates.add(objects.pod());
    }
    for (int i = 0; i < size; i++) {
      putNode("n" + i);
    }
    for (int i = 0; i < 4 * (size + 10); i++) {
      mirror.put(objects.storage());
    }
    for (int i = 0; i < size; i++) {
      bind(pod());
    }
  }

  ClusterView view() {
    return mirror.view();
  }

  /** Another copy of one of a few templates, or a pod that is like no other. */
  PodInfo pod() {
    if (objects.oneIn(4)) {
      return objects.pod();
    }
    String name = "copy" + copies++;
    PodInfo template = objects.pick(templates);
    PodKey key = new PodKey(template.key().namespace(), name);
    return template.toBuilder().key(key).uid(name).build();
  }

  void step() {
    switch (random.nextInt(20)) {
      case 0 -> putNode("n" + random.nextInt(40));
      case 1 -> ifAny(nodes, this::putNode);
      case 2 -> ifAny(nodes, this::removeNode);
      case 3, 4 -> bind(pod());
      case 5 -> ifAny(placed, this::removePod);
      case 6 -> ifAny(placed, this::confirmOrResize);
      case 7 -> ifAny(placed, pod -> mirror.forget(pod.uid()));
      case 8 -> classes();
      case 9 -> mirror.betweenAttempts();
      case 10, 11 -> ifAny(placed, this::relabelOrTerminate);
      case 12 -> ifAny(placed, pod -> mirror.putPod(pod.withNodeName("n" + random.nextInt(40))));
      case 13, 14 -> otherObjects();
      case 15, 16, 17, 18 -> mirror.put(objects.storage());
      default -> ifAny(nodes, node -> assume(pod(), node));
    }
  }

  /** Other nominations than before: none, or a few pods on a few nodes. */
  void overlay() {
    nominees.clear();
    for (int left = random.nextInt(6); left > 0; left--) {
      nominees.nominate(objects.pod(), "n" + random.nextInt(40));
    }
  }

  void assume(PodInfo pod, String node) {
    if (mirror.find(pod.uid()) == null) {
      mirror.assume(pod, node);
      placed.add(pod);
    }
  }

  private void putNode(String name) {
    mirror.putNode(objects.node(name));
    if (!nodes.contains(name)) {
      nodes.add(name);
    }
  }

  private void removeNode(String name) {
    mirror.removeNode(name);
    nodes.remove(name);
  }

  private void bind(PodInfo pod) {
    PodInfo bound = objects.oneIn(60) ? objects.loner() : pod;
    PodInfo there = bound.withNodeName("n" + random.nextInt(40));
    mirror.putPod(there);
    placed.add(there);
  }

  private void removePod(PodInfo pod) {
    mirror.removePod(pod.uid());
    placed.remove(pod);
  }

  private void confirmOrResize(PodInfo pod) {
    PodInfo known = mirror.find(pod.uid());
    if (known != null) {
      mirror.putPod(
          objects.oneIn(2) ? known : known.toBuilder().requests(objects.requests()).build());
    }
  }

  private void relabelOrTerminate(PodInfo pod) {
    PodInfo known = mirror.find(pod.uid());
    if (known != null) {
      PodInfo.Builder changed = known.toBuilder();
      mirror.putPod(
          (objects.oneIn(3) ? changed.terminating(true) : changed.labels(objects.podLabels()))
              .build());
    }
  }

  private void otherObjects() {
    ClusterObject object = objects.other();
    switch (random.nextInt(16)) {
      case 0 -> mirror.missing(object.kind(), "not allowed");
      case 1, 2, 3 -> mirror.known(object.kind());
      case 4, 5 -> mirror.remove(object.kind(), object.key());
      default -> mirror.put(object);
    }
  }

  private void classes() {
    if (objects.oneIn(4)) {
      mirror.put(DeviceClasses.offering("gpus", "example.com/gpu"));
    } else {
      mirror.remove(ClusterObject.Kind.DEVICE_CLASS, ObjectKey.ofCluster("gpus"));
    }
  }

  private <T> void ifAny(List<T> all, Consumer<T> change) {
    if (!all.isEmpty()) {
      change.accept(objects.pick(all));
    }
  }
}
