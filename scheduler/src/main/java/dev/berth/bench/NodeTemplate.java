package dev.berth.bench;

import java.util.Map;

/**
 * What nodes are made from.
 *
 * <p>Mirrors {@code node-default.yaml} of {@code test/integration/scheduler_perf/templates},
 * Kubernetes 1.36.3, with what an API server adds, and with the labels of a node in one of {@link
 * #ZONES} zones. Threading: immutable.
 *
 * @param amounts more of what a node has, with a comma behind it, or nothing
 * @param podsOfTheFirst how many pods the first node may have, as in {@code node-with-name.yaml}
 */
record NodeTemplate(String amounts, int podsOfTheFirst) {
  static final int ZONES = 3;
  static final int PODS_OF_A_ROOMY_NODE = 90_000;

  private static final int PODS = 110;

  static final NodeTemplate PLAIN = new NodeTemplate("", PODS);
  static final NodeTemplate ROOMY_FIRST = new NodeTemplate("", PODS_OF_A_ROOMY_NODE);

  private static final JsonTemplate NODE =
      new JsonTemplate(
          """
          {"apiVersion": "v1", "kind": "Node",
           "metadata": {"name": "${name}", ${stored}"labels": {${mark}
             "kubernetes.io/arch": "amd64", "kubernetes.io/os": "linux", "kubernetes.io/hostname": "${name}",
             "topology.kubernetes.io/region": "region-1", "topology.kubernetes.io/zone": "${zone}"}},
           "spec": {},
           "status": {
             "capacity": {${amounts}"cpu": "4", "memory": "32Gi", "pods": "${pods}"},
             "allocatable": {${amounts}"cpu": "4", "memory": "32Gi", "pods": "${pods}"},
             "conditions": [{"type": "Ready", "status": "True"}]}}
          """);

  /** The same with more of something. */
  NodeTemplate with(String more) {
    return new NodeTemplate(amounts + more, podsOfTheFirst);
  }

  /**
   * A node.
   *
   * @param zone from 1
   * @param uid that it has once it is stored
   */
  String node(int number, String name, int zone, String uid, Stamp stamp) {
    return NODE.fill(
        Map.of(
            "name",
            name,
            "zone",
            "zone-" + zone,
            "stored",
            stamp.stored(uid),
            "mark",
            stamp.mark(),
            "amounts",
            amounts,
            "pods",
            Integer.toString(number == 0 ? podsOfTheFirst : PODS)));
  }
}
