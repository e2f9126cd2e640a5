package dev.berth.kube.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Does the server have the APIs that Berth can do without, but not without a loss?
 *
 * <p>Threading: immutable.
 */
final class ApisCheck implements Check {
  private static final int NOT_FOUND = 404;

  private static final Map<String, String> LOSS = new LinkedHashMap<>();

  static {
    LOSS.put(
        "resource.k8s.io/v1",
        "pods with resource claims cannot be placed, and extended resources that devices back are"
            + " not known as such");
    LOSS.put("events.k8s.io/v1", "pods have no events of scheduling");
    LOSS.put("coordination.k8s.io/v1", "there is no leader election");
  }

  @Override
  public String name() {
    return "apis";
  }

  @Override
  public List<Finding> examine(Cluster cluster) throws IOException, InterruptedException {
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<String, String> api : LOSS.entrySet()) {
      if (cluster.get("/apis/" + api.getKey())
          instanceof Cluster.Answer.Refused(int code, String message)) {
        findings.add(
            code == NOT_FOUND
                ? Finding.warn(
                    name(),
                    "the API server does not have " + api.getKey() + ": " + api.getValue(),
                    "enable it with --runtime-config, if it is needed")
                : Finding.skip(
                    name(), "whether there is " + api.getKey() + " is not shown: " + message, ""));
      }
    }
    if (findings.isEmpty()) {
      findings.add(Finding.ok(name(), "the API server has " + String.join(", ", LOSS.keySet())));
    }
    return findings;
  }
}
