package dev.berth.kube.doctor;

import dev.berth.kube.KubeRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Does this machine's clock agree with the API server's?
 *
 * <p>Threading: immutable.
 */
final class ClockCheck implements Check {
  /** The header has whole seconds. */
  private static final Duration RESOLUTION = Duration.ofSeconds(1);

  private static final Duration TOLERATED = Duration.ofSeconds(2);

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public List<Finding> examine(Cluster cluster) throws IOException, InterruptedException {
    Instant before = cluster.clock().instant();
    Instant server = serverTime(cluster);
    Instant after = cluster.clock().instant();
    if (server == null) {
      return List.of(Finding.skip(name(), "the API server does not tell the time", ""));
    }
    Duration skew = skew(server, before, after);
    return List.of(
        skew.compareTo(TOLERATED) <= 0
            ? Finding.ok(name(), "this machine's clock agrees with the API server's")
            : Finding.warn(
                name(),
                "this machine's clock and the API server's differ by about "
                    + skew.toSeconds()
                    + " s",
                "synchronise the clocks: the times of events, of backoff and of leases that people"
                    + " read are wrong by that much (who leads is not decided by them)"));
  }

  /** How far the server's second lies outside of the time of the request. */
  private static Duration skew(Instant server, Instant before, Instant after) {
    if (server.isAfter(after)) {
      return Duration.between(after, server);
    }
    Instant end = server.plus(RESOLUTION);
    return end.isBefore(before) ? Duration.between(end, before) : Duration.ZERO;
  }

  private static @Nullable Instant serverTime(Cluster cluster)
      throws IOException, InterruptedException {
    try (Response response =
        cluster.client().open(cluster.client().call(KubeRequest.get("/version", Map.of())))) {
      String date = response.header("Date");
      return date == null
          ? null
          : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeParseException strange) {
      return null;
    }
  }
}
