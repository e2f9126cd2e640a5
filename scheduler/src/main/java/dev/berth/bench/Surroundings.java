package dev.berth.bench;

import dev.berth.bench.PodTemplate.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * What there is of a workload beside nodes and pods.
 *
 * <p>Threading: immutable.
 */
public final class Surroundings {
  private final WorkloadShape shape;
  private final String namespace;
  private final Stamp stamp;

  /**
   * Those of one cluster.
   *
   * @param namespace of the pods that come; other names begin with it
   */
  public Surroundings(Workload workload, String namespace, Stamp stamp) {
    this.shape = workload.shape();
    this.namespace = namespace;
    this.stamp = stamp;
  }

  /** Every namespace, first the one of the pods that come. */
  public List<String> namespaces() {
    List<String> all = new ArrayList<>();
    all.add(namespace);
    for (int i = 0; i < shape.namespaces(); i++) {
      all.add(namespaceOfPlaced(i));
    }
    return all;
  }

  /** The namespace of a pod that is placed before others come. */
  public String namespaceOfPlaced(int pod) {
    return shape.namespaces() == 0 ? namespace : namespace + "-" + pod % shape.namespaces();
  }

  /** The namespaces. */
  public List<Extra> namespaceObjects() {
    return namespaces().stream().map(name -> NamespaceTemplates.namespace(name, stamp)).toList();
  }

  /** What there is in the namespaces and on the nodes before there are pods. */
  public List<Extra> beforePods(NodeNames nodes) {
    List<Extra> made = new ArrayList<>();
    if (shape.has(Part.SERVICE)) {
      made.add(NamespaceTemplates.service(namespace, stamp));
    }
    if (shape.has(Part.CLAIMS)) {
      made.add(DeviceTemplates.deviceClass(namespace, stamp));
    }
    for (int i = 0; i < nodes.count(); i++) {
      if (shape.has(Part.VOLUMES)) {
        made.add(StorageTemplates.csiNode(nodes.name(i), stamp));
      }
      if (shape.has(Part.CLAIMS)) {
        made.add(DeviceTemplates.slice(nodes.name(i), stamp));
      }
    }
    return made;
  }

  /** What a pod needs that can be there before it. */
  public List<Extra> beforePod(String podNamespace, String pod) {
    return shape.has(Part.VOLUMES) ? StorageTemplates.ofPod(podNamespace, pod, stamp) : List.of();
  }

  /** What is made for a pod when its uid is known. */
  public List<Extra> ofPod(String podNamespace, String pod, String uid) {
    return shape.has(Part.CLAIMS)
        ? List.of(DeviceTemplates.claim(podNamespace, pod, uid, stamp))
        : List.of();
  }
}
