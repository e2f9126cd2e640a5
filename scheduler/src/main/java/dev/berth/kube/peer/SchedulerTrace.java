package dev.berth.kube.peer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.kube.KubeClient;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/**
 * What can be seen from outside of a scheduler of some name: its lease, its events. None of it is
 * proof: a scheduler may hold a lease of another name, or none, and events go after an hour.
 *
 * <p>Threading: immutable.
 */
public sealed interface SchedulerTrace {
  /** The name that pods get which choose none; the scheduler behind it holds another lease. */
  String DEFAULT_SCHEDULER = "default-scheduler";

  /** A lease of its name is held. */
  record Leads(String lease, String holder) implements SchedulerTrace {}

  /** A lease of its name is there, but nobody renews it. */
  record LeaseExpired(String lease, String holder) implements SchedulerTrace {}

  /** No lease of its name, but it has written events. */
  record WritesEvents() implements SchedulerTrace {}

  /** Neither. */
  record Nothing() implements SchedulerTrace {}

  /** We may not look. */
  record NotKnown(String why) implements SchedulerTrace {}

  /**
   * Looks for one.
   *
   * @throws IOException when the server does not answer
   */
  static SchedulerTrace of(String schedulerName, KubeClient client, Instant now)
      throws IOException, InterruptedException {
    String name = schedulerName.equals(DEFAULT_SCHEDULER) ? "kube-scheduler" : schedulerName;
    String lease = "kube-system/" + name;
    return switch (LeaseHolder.read(client, "kube-system", name)) {
      case LeaseHolder.Sighting.Found(LeaseHolder holder) ->
          holder.isHeldAt(now)
              ? new Leads(lease, holder.identity())
              : new LeaseExpired(lease, holder.identity());
      case LeaseHolder.Sighting.NoLease() -> events(schedulerName, client);
      case LeaseHolder.Sighting.Refused(int _, String message) -> new NotKnown(message);
    };
  }

  private static SchedulerTrace events(String schedulerName, KubeClient client)
      throws IOException, InterruptedException {
    KubeReply reply =
        client.send(
            KubeRequest.get(
                "/api/v1/events",
                Map.of("fieldSelector", "reportingComponent=" + schedulerName, "limit", "1")));
    if (!reply.isSuccess()) {
      return new NotKnown(reply.message());
    }
    return new ObjectMapper().readTree(reply.body()).path("items").isEmpty()
        ? new Nothing()
        : new WritesEvents();
  }

  /** Whether something seems to run under that name; false only when nothing was found. */
  default boolean isThere() {
    return switch (this) {
      case Leads _, WritesEvents _, NotKnown _ -> true;
      case LeaseExpired _, Nothing _ -> false;
    };
  }

  /** A sentence for a person. */
  default String text(String schedulerName) {
    return switch (this) {
      case Leads(String lease, String holder) ->
          "Scheduler '%s' seems to run: lease %s is held by %s."
              .formatted(schedulerName, lease, holder);
      case LeaseExpired(String lease, String holder) ->
          "Scheduler '%s' seems to be down: lease %s was held by %s and is not renewed."
              .formatted(schedulerName, lease, holder.isEmpty() ? "nobody" : holder);
      case WritesEvents() ->
          "Scheduler '%s' seems to run: it has written events within the last hour."
              .formatted(schedulerName);
      case Nothing() ->
          ("Nothing shows that a scheduler '%s' exists: no lease of that name in kube-system, no"
                  + " event of it. Maybe spec.schedulerName has a typing error?")
              .formatted(schedulerName);
      case NotKnown(String why) ->
          "Whether a scheduler '%s' exists is not known: %s".formatted(schedulerName, why);
    };
  }
}
