package dev.berth.sandbox.hollow;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import org.yaml.snakeyaml.Yaml;

/** Objects from YAML, for tests. */
final class Made {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Made() {}

  static ObjectNode tree(String yaml) {
    return MAPPER.valueToTree(new Yaml().load(yaml));
  }

  /** A pod of which only the spec is given. */
  static ObjectNode spec(String spec) {
    return tree("{metadata: {name: p, namespace: default, uid: u}, spec: " + spec + "}");
  }

  static ObjectNode podTree(String name, String node, String requests) {
    return tree(
        """
        metadata: {name: %s, namespace: default, uid: uid-of-%s}
        spec:
          nodeName: "%s"
          containers: [{name: c, image: example.org/c, resources: {requests: {%s}}}]
        status: {phase: Pending}
        """
            .formatted(name, name, node, requests));
  }

  static KubeObject pod(String name, String node, String requests) {
    return KubeObject.of(Kinds.POD, podTree(name, node, requests));
  }

  static ObjectNode nodeTree(String name, String allocatable) {
    return tree(
        """
        metadata: {name: %s, uid: uid-of-%s, labels: {zone: east, rank: "7"}}
        status:
          allocatable: {%s}
          addresses: [{type: Hostname, address: h}, {type: InternalIP, address: 192.0.2.1}]
        """
            .formatted(name, name, allocatable));
  }

  static KubeObject node(String name, String allocatable) {
    return KubeObject.of(Kinds.NODE, nodeTree(name, allocatable));
  }
}
