package dev.berth.kube.events;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as JSON, from pieces: there is one for every pod, so it may not cost what a tree
 * does.
 *
 * <p>Field values as of {@code makeEvent}, {@code client-go/tools/events/event_recorder.go},
 * Kubernetes 1.36.3. Threading: any thread.
 */
final class EventJson {
  private static final int USUAL_LENGTH = 768;
  private static final int MAX_INSTANCE_LENGTH = 128; // the server refuses more
  private static final long MICROS_PER_SECOND = TimeUnit.SECONDS.toMicros(1);

  private final String host;

  /** The fields that say who reports, by schedulerName: there are as many as profiles. */
  private final Map<String, String> reporters = new ConcurrentHashMap<>();

  /**
   * @param host where this process runs
   */
  EventJson(String host) {
    this.host = host;
  }

  /** A new event; one that was lost meanwhile takes its series along. */
  String create(PodEvent event, @Nullable Series series) {
    StringBuilder json = new StringBuilder(USUAL_LENGTH);
    json.append("{\"apiVersion\":\"events.k8s.io/v1\",\"kind\":\"Event\",\"metadata\":{\"name\":");
    quote(json, event.name());
    json.append(",\"namespace\":");
    quote(json, event.pod().namespace());
    json.append("},\"eventTime\":");
    time(json, event.epochMicros());
    json.append(reporters.computeIfAbsent(event.schedulerName(), this::reporter));
    json.append(",\"action\":\"").append(event.kind().action());
    json.append("\",\"reason\":\"").append(event.kind().reason());
    json.append("\",\"regarding\":{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"namespace\":");
    quote(json, event.pod().namespace());
    json.append(",\"name\":");
    quote(json, event.pod().name());
    json.append(",\"uid\":");
    quote(json, event.uid());
    json.append(",\"resourceVersion\":");
    quote(json, event.resourceVersion());
    json.append("},\"note\":");
    quote(json, event.note());
    json.append(",\"type\":\"").append(event.kind().type()).append('"');
    if (series != null) {
      json.append(',');
      series(json, series);
    }
    return json.append('}').toString();
  }

  /** The merge patch that brings an event's series up to date. */
  String patch(Series series) {
    StringBuilder json = new StringBuilder().append('{');
    series(json, series);
    return json.append('}').toString();
  }

  private static void series(StringBuilder json, Series series) {
    json.append("\"series\":{\"count\":").append(series.count()).append(",\"lastObservedTime\":");
    time(json, series.lastMicros());
    json.append('}');
  }

  private String reporter(String schedulerName) {
    String instance = schedulerName + "-" + host;
    StringBuilder json = new StringBuilder(",\"reportingController\":");
    quote(json, schedulerName);
    json.append(",\"reportingInstance\":");
    quote(json, instance.substring(0, Math.min(instance.length(), MAX_INSTANCE_LENGTH)));
    return json.toString();
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, json);
    json.append('"');
  }

  /** Six digits behind the point, zeros too: the server's parser insists on them. */
  private static void time(StringBuilder json, long epochMicros) {
    long seconds = Math.floorDiv(epochMicros, MICROS_PER_SECOND);
    LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
    json.append('"').append(time.getYear()).append('-');
    digits(json, time.getMonthValue(), 2);
    digits(json.append('-'), time.getDayOfMonth(), 2);
    digits(json.append('T'), time.getHour(), 2);
    digits(json.append(':'), time.getMinute(), 2);
    digits(json.append(':'), time.getSecond(), 2);
    digits(json.append('.'), Math.floorMod(epochMicros, MICROS_PER_SECOND), 6);
    json.append("Z\"");
  }

  private static void digits(StringBuilder json, long number, int width) {
    for (long least = (long) Math.pow(10, width - 1); least > number && least > 1; least /= 10) {
      json.append('0');
    }
    json.append(number);
  }
}
