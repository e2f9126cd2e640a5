package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** Classes of priority. Threading: any thread. */
final class PriorityClasses {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private PriorityClasses() {}

  /**
   * Waits until pods of this class are admitted, and so those of all that were created before: the
   * server learns of a class some time after it has taken it.
   */
  static void awaitKnown(ApiServer api, String name) {
    String pod = Yaml.json(Yaml.pod("x", "", "priorityClassName: " + name, "")).toString();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    ApiServer.Reply reply = api.post(ApiServer.PODS + "?dryRun=All", pod);
    while (reply.code() != 201) {
      assertThat(System.nanoTime()).as("still %s", reply).isLessThan(deadline);
      reply = api.post(ApiServer.PODS + "?dryRun=All", pod);
    }
  }
}
