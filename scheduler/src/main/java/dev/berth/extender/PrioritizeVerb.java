package dev.berth.extender;

import dev.berth.framework.Status;
import dev.berth.http.IncomingRequest;
import dev.berth.http.Reply;
import dev.berth.pipeline.Assessment;
import java.util.List;
import java.util.Map;

/**
 * {@code prioritize}: how good each of the offered nodes is for the pod, from 0 to 10.
 *
 * <p>A node that the pod does not fit on gets 0. Threading: any thread.
 */
final class PrioritizeVerb implements Verb {
  private final OfferReader reader;
  private final Stages stages;

  PrioritizeVerb(OfferReader reader, Stages stages) {
    this.reader = reader;
    this.stages = stages;
  }

  @Override
  public Reply answer(IncomingRequest request, ProfileChoice profiles)
      throws MalformedRequest, Stages.BusyException, InterruptedException {
    Offer offer = reader.read(request.body());
    stages.requireSynced();
    String profile = profiles.of(offer.pod().schedulerName());
    List<String> names = offer.nodes().names();
    Assessment assessment =
        stages.ask(
            loop ->
                loop.assess(
                    profile, offer.pod(), names, offer.nodes().sent(), Assessment.Depth.SCORE));
    return switch (assessment) {
      case Assessment.Failed(Status.Error error) -> failure(error.message());
      case Assessment.Judged(var _, Map<String, Long> totals) -> Replies.ok(write(names, totals));
    };
  }

  /** Mirrors {@code HostPriorityList}, {@code k8s.io/kube-scheduler/extender/v1}. */
  private static byte[] write(List<String> names, Map<String, Long> totals) {
    ScoreSteps steps = ScoreSteps.of(List.copyOf(totals.values()));
    return Json.bytes(
        json -> {
          json.writeStartArray();
          for (String name : names) {
            Long total = totals.get(name);
            json.writeStartObject();
            json.writeStringField("Host", name);
            json.writeNumberField("Score", total == null ? 0 : steps.of(total));
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  @Override
  public Reply failure(String text) {
    return Replies.badRequest(text);
  }
}
