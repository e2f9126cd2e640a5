package dev.berth.explain;

import dev.berth.cycle.Scheduler;
import dev.berth.http.IncomingRequest;
import dev.berth.http.Reply;
import dev.berth.http.Routes;
import dev.berth.model.PodKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * The part of the listener that answers why: {@code GET /explain/pods/NAMESPACE/NAME}.
 *
 * <p>{@link ExplanationJson} has the shape of the answer; it is 404 when nothing is known of the
 * pod. What a decision says names nodes, and other pods may be guessed from it: mount it where
 * callers are checked. The namespace is part of the path, so that a role can give out one.
 *
 * <p>Threading: any thread.
 */
public final class ExplainRoutes {
  /** Where pods are explained. */
  public static final String PODS = "/explain/pods/";

  /** A loop that takes longer for its current step is told of as one that does not answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final PodQuestions questions;
  private final ExplanationJson json;

  /**
   * @param profiles the scheduler names that we schedule for
   * @param replica asked at each request
   */
  public ExplainRoutes(
      DecisionStore decisions,
      Scheduler scheduler,
      List<String> profiles,
      Supplier<Replica> replica,
      InstantSource clock) {
    this(new PodQuestions(decisions, scheduler, PATIENCE), profiles, replica, clock);
  }

  ExplainRoutes(
      PodQuestions questions,
      List<String> profiles,
      Supplier<Replica> replica,
      InstantSource clock) {
    this.questions = questions;
    this.json = new ExplanationJson(profiles, replica, clock);
  }

  /** Adds the routes. */
  public void mount(Routes.Builder routes) {
    routes.prefix("GET", PODS, this::pod);
  }

  private Reply pod(IncomingRequest request) throws InterruptedException {
    String[] names = request.path().substring(PODS.length()).split("/", -1);
    if (names.length != 2 || names[0].isEmpty() || names[1].isEmpty()) {
      return Reply.text(400, "the path is " + PODS + "NAMESPACE/NAME\n");
    }
    PodAnswer answer = questions.why(new PodKey(names[0], names[1]));
    return Reply.json(answer.isKnown() ? 200 : 404, json.write(answer));
  }
}
