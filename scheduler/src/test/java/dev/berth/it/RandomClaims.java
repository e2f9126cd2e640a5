package dev.berth.it;

import dev.berth.it.RandomHistory.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The devices of a {@link RandomHistory}: some on most nodes, of two models, and claims that ask
 * for them in the ways that there are.
 *
 * <p>Threading: one per test.
 */
final class RandomClaims {

  private static final String DRIVER = "gpu.example.com";
  private static final String CLASS = "deviceClassName: gpu";

  private final SplittableRandom random;

  RandomClaims(SplittableRandom random) {
    this.random = random;
  }

  List<Change> beginning(int nodes) {
    List<Change> all = new ArrayList<>();
    all.add(
        new Change.Create(
            "/apis/resource.k8s.io/v1/deviceclasses",
            """
            {apiVersion: resource.k8s.io/v1, kind: DeviceClass, metadata: {name: gpu},
             spec: {selectors: [{cel: {expression: 'device.driver == "%s"'}}]}}
            """
                .formatted(DRIVER)));
    for (int i = 0; i < nodes; i++) {
      if (random.nextInt(4) > 0) {
        all.add(slice(i));
      }
    }
    return all;
  }

  private Change slice(int node) {
    String devices =
        IntStream.range(0, 1 + random.nextInt(4))
            .mapToObj(
                i ->
                    "{name: gpu-%d, attributes: {model: {string: %s}, %s/slot: {int: %d}},"
                            .formatted(i, model(), DRIVER, i % 2)
                        + " capacity: {memory: {value: "
                        + 10 * (1 + random.nextInt(4))
                        + "Gi}}}")
            .collect(Collectors.joining(", "));
    return new Change.Create(
        "/apis/resource.k8s.io/v1/resourceslices",
        """
        {apiVersion: resource.k8s.io/v1, kind: ResourceSlice, metadata: {name: slice-%02d},
         spec: {driver: %s, nodeName: node-%02d,
           pool: {name: node-%02d, generation: 1, resourceSliceCount: 1}, devices: [%s]}}
        """
            .formatted(node, DRIVER, node, node, devices));
  }

  private String model() {
    return random.nextInt(2) == 0 ? "small" : "large";
  }

  /** A claim of that name. */
  Change.Create claim(String namespace, String name) {
    String devices =
        switch (random.nextInt(6)) {
          case 0 ->
              "requests: [{name: r, exactly: {%s, count: 2}}], constraints: [{matchAttribute: %s/slot}]"
                  .formatted(CLASS, DRIVER);
          case 1 ->
              "requests: [{name: r, firstAvailable: [{name: first, %s, count: 2, %s}, {name: second, %s}]}]"
                  .formatted(CLASS, ofModel(), CLASS);
          case 2 ->
              "requests: [{name: r, exactly: {%s, allocationMode: All, %s}}]"
                  .formatted(CLASS, ofModel());
          case 3 ->
              "requests: [{name: r, exactly: {%s, %s}}, {name: s, exactly: {%s}}]"
                  .formatted(CLASS, withMemory(), CLASS);
          default ->
              "requests: [{name: r, exactly: {%s, count: %d, %s}}]"
                  .formatted(CLASS, 1 + random.nextInt(2), ofModel());
        };
    return new Change.Create(
        claims(namespace),
        "{apiVersion: resource.k8s.io/v1, kind: ResourceClaim, metadata: {name: %s}, spec: {devices: {%s}}}"
            .formatted(name, devices));
  }

  static String claims(String namespace) {
    return "/apis/resource.k8s.io/v1/namespaces/" + namespace + "/resourceclaims";
  }

  private String ofModel() {
    return selector("device.attributes[\"%s\"].model == \"%s\"".formatted(DRIVER, model()));
  }

  private String withMemory() {
    return selector(
        "device.capacity[\"%s\"].memory.compareTo(quantity(\"%dGi\")) >= 0"
            .formatted(DRIVER, 10 * (1 + random.nextInt(4))));
  }

  private static String selector(String expression) {
    return "selectors: [{cel: {expression: '" + expression + "'}}]";
  }
}
