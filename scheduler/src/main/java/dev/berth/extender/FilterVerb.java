package dev.berth.extender;

import dev.berth.http.IncomingRequest;
import dev.berth.http.Reply;
import dev.berth.pipeline.Assessment;

/** {@code filter}: which of the offered nodes the pod fits on. Threading: any thread. */
final class FilterVerb implements Verb {
  private final OfferReader reader;
  private final SecondLook secondLook;
  private final SeenPods seen;

  FilterVerb(OfferReader reader, SecondLook secondLook, SeenPods seen) {
    this.reader = reader;
    this.secondLook = secondLook;
    this.seen = seen;
  }

  @Override
  public Reply answer(IncomingRequest request, ProfileChoice profiles, Meter meter)
      throws MalformedRequest, RefusedRequest, Stages.BusyException, InterruptedException {
    Offer offer = reader.read(request.body(), meter);
    seen.add(offer.pod(), offer.podBytes());
    String profile = profiles.of(offer.pod().schedulerName());
    Assessment assessment =
        secondLook.ask(
            loop ->
                loop.assess(
                    profile,
                    offer.pod(),
                    offer.nodes().names(),
                    offer.nodes().sent(),
                    Assessment.Depth.FILTER));
    return Replies.ok(FilterAnswer.of(offer, assessment, request.body(), meter));
  }

  @Override
  public Reply failure(String text) {
    return Replies.ok(FilterAnswer.error(text));
  }
}
