package dev.berth.extender;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.berth.framework.Status;
import dev.berth.http.IncomingRequest;
import dev.berth.http.Reply;
import dev.berth.pipeline.Assessment;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code prioritize}: how good each of the offered nodes is for the pod, from 0 to 10.
 *
 * <p>A node that the pod does not fit on gets 0. Threading: any thread.
 */
final class PrioritizeVerb implements Verb {
  private static final SerializableString HOST = new SerializedString("Host");
  private static final SerializableString SCORE = new SerializedString("Score");

  private final OfferReader reader;
  private final Stages stages;

  PrioritizeVerb(OfferReader reader, Stages stages) {
    this.reader = reader;
    this.stages = stages;
  }

  @Override
  public Reply answer(IncomingRequest request, ProfileChoice profiles, Meter meter)
      throws MalformedRequest, RefusedRequest, Stages.BusyException, InterruptedException {
    Offer offer = reader.read(request.body(), meter);
    String profile = profiles.of(offer.pod().schedulerName());
    List<String> names = offer.nodes().names();
    Assessment assessment =
        stages.ask(
            loop ->
                loop.assess(
                    profile, offer.pod(), names, offer.nodes().sent(), Assessment.Depth.SCORE));
    return switch (assessment) {
      case Assessment.Failed(Status.Error error) -> failure(error.message());
      case Assessment.Judged judged -> Replies.ok(write(judged, meter));
    };
  }

  /** Mirrors {@code HostPriorityList}, {@code k8s.io/kube-scheduler/extender/v1}. */
  private static byte[] write(Assessment.Judged judged, Meter meter) throws RefusedRequest {
    ScoreSteps steps = ScoreSteps.of(passing(judged));
    return Json.bytes(
        meter,
        json -> {
          json.writeStartArray();
          for (int i = 0; i < judged.names().size(); i++) {
            json.writeStartObject();
            json.writeFieldName(HOST);
            json.writeString(judged.names().get(i));
            json.writeFieldName(SCORE);
            json.writeNumber(judged.passes(i) ? steps.of(judged.totals().get(i)) : 0);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static Set<Long> passing(Assessment.Judged judged) {
    Set<Long> totals = new HashSet<>();
    for (int i = 0; i < judged.totals().size(); i++) {
      if (judged.passes(i)) {
        totals.add(judged.totals().get(i));
      }
    }
    return totals;
  }

  @Override
  public Reply failure(String text) {
    return Replies.badRequest(text);
  }
}
