package dev.berth.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.controlplane.SeenAnswer;
import dev.berth.controlplane.SeenRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a scheduler sent to change something.
 *
 * <p>Threading: immutable.
 *
 * @param bindings of pods
 * @param statuses patches of the status of pods
 * @param events about pods, and patches of their series
 * @param others all the rest, which should be nothing
 */
record Writes(
    List<Write> bindings, List<Write> statuses, List<Write> events, List<SeenRequest> others) {

  private static final Pattern SUBRESOURCE =
      Pattern.compile(Pattern.quote(ApiServer.PODS) + "/([^/?]+)/(binding|status)(\\?.*)?");

  private static final Pattern EVENT =
      Pattern.compile(Pattern.quote(ApiServer.EVENTS) + "(?:/[^/?]+)?(\\?.*)?");

  /**
   * One request.
   *
   * @param pod its name, as the path has it; for an event the body, "" for a patch
   */
  record Write(String pod, JsonNode body) {}

  static boolean isWrite(SeenRequest request) {
    return !request.method().equals("GET");
  }

  static boolean isBinding(SeenRequest request) {
    return isWrite(request) && request.path().contains("/binding");
  }

  static boolean isLease(SeenRequest request) {
    return isWrite(request) && request.path().contains("/leases");
  }

  static boolean isStatus(SeenRequest request) {
    return isWrite(request) && request.path().contains("/status");
  }

  /** The uids of the pods, one for each binding that the API server took. */
  static List<String> acceptedBindings(List<SeenAnswer> answers) {
    List<SeenRequest> accepted =
        answers.stream()
            .filter(answer -> answer.status() == 201 && isBinding(answer.request()))
            .map(SeenAnswer::request)
            .toList();
    return of(accepted).bindings().stream()
        .map(binding -> binding.body().at("/metadata/uid").asText())
        .toList();
  }

  static Writes of(List<SeenRequest> requests) {
    Writes writes =
        new Writes(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    requests.stream().filter(Writes::isWrite).forEach(writes::add);
    return writes;
  }

  private void add(SeenRequest request) {
    if (EVENT.matcher(request.path()).matches()) {
      JsonNode event = parse(request.body());
      events.add(new Write(event.at("/regarding/name").asText(), event));
      return;
    }
    Matcher path = SUBRESOURCE.matcher(request.path());
    String what = path.matches() ? request.method() + " " + path.group(2) : "";
    switch (what) {
      case "POST binding" -> bindings.add(new Write(path.group(1), parse(request.body())));
      case "PATCH status" -> statuses.add(new Write(path.group(1), parse(request.body())));
      default -> others.add(request);
    }
  }

  private static JsonNode parse(String body) {
    try {
      return ApiServer.JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Berth sent " + body, e);
    }
  }
}
