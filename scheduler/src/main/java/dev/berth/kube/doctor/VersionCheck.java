package dev.berth.kube.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;

/**
 * Is the API server of the Kubernetes version that Berth was made for?
 *
 * <p>Threading: immutable.
 */
final class VersionCheck implements Check {
  private static final int MADE_FOR_MINOR = 36;

  @Override
  public String name() {
    return "version";
  }

  @Override
  public List<Finding> examine(Cluster cluster) throws IOException, InterruptedException {
    return switch (cluster.get("/version")) {
      case Cluster.Answer.Refused(int _, String message) ->
          List.of(
              Finding.skip(
                  name(),
                  "the API server does not tell its version: " + message,
                  "bind the ClusterRole system:public-info-viewer to " + "system:authenticated"));
      case Cluster.Answer.Read(JsonNode version) -> List.of(judge(version));
    };
  }

  private Finding judge(JsonNode version) {
    String text = version.path("gitVersion").asText();
    int minor = number(version.path("minor").asText());
    if (minor == MADE_FOR_MINOR) {
      return Finding.ok(name(), "the API server is " + text + ", which Berth is made for");
    }
    return minor > MADE_FOR_MINOR
        ? Finding.warn(
            name(),
            "the API server is " + text + ", newer than 1.36, which Berth is made for",
            "look for a newer Berth; until then pods that use new ways to narrow placement stay"
                + " pending and say so")
        : Finding.warn(
            name(),
            "the API server is " + text + ", older than 1.36, which Berth is made for",
            "what the server does not have is not watched; decisions are those of 1.36");
  }

  /** Some providers write {@code 36+}. */
  private static int number(String minor) {
    String digits = minor.replaceAll("[^0-9].*", "");
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }
}
