package dev.berth.kube.watch;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How reading one kind goes: what is waited before the next list or watch, when a watch is given up
 * for a new list, and what the log says.
 *
 * <p>A list is repeated at once only if a watch worked since the last one: a server that gives
 * lists but no watches is not asked for lists all the time.
 *
 * <p>Threading: the thread of one reflector only.
 */
final class WatchHealth {
  /** A server that refuses watches so often in a row may do so because of where they begin. */
  private static final int REFUSALS_UNTIL_LIST = 5;

  private final Duration healthyAfter;
  private final Backoff beforeList;
  private final Backoff beforeWatch;
  private final Complaints complaints;
  private int refusals;

  WatchHealth(String resource, WatchTiming timing, RandomGenerator random) {
    this.healthyAfter = timing.healthyAfter();
    this.beforeList = new Backoff(timing.firstBackoff(), timing.longestBackoff(), random);
    this.beforeWatch = new Backoff(timing.firstBackoff(), timing.longestBackoff(), random);
    this.complaints = new Complaints(resource);
  }

  Backoff beforeList() {
    return beforeList;
  }

  Backoff beforeWatch() {
    return beforeWatch;
  }

  // ---- lists --------------------------------------------------------------------------------

  void listed() {
    complaints.over();
    beforeWatch.reset();
    refusals = 0;
  }

  void listFailed(IOException e) {
    complaints.about("cannot be listed: " + textOf(e));
  }

  void listRefused(RefusedException refusal, String problem) {
    beforeList.atLeast(refusal.retryAfter());
    complaints.about(problem);
  }

  // ---- watches ------------------------------------------------------------------------------

  /** Something came through. */
  void eventArrived() {
    complaints.over();
    beforeList.reset();
    beforeWatch.reset();
    refusals = 0;
  }

  /** The server ended the watch in good order. */
  void watchEnded(Duration lived) {
    if (lived.compareTo(healthyAfter) >= 0) {
      eventArrived();
    }
  }

  /** The watch broke, or could not be begun. */
  void watchBroke(IOException e) {
    boolean notAWatch =
        e instanceof WatchEventReader.NotAWatchException
            || (e instanceof JsonParseException && !(e instanceof JsonEOFException));
    if (notAWatch) {
      refusals++;
    }
    complaints.about("the watch broke: " + textOf(e));
  }

  void watchRefused(RefusedException refusal) {
    beforeWatch.atLeast(refusal.retryAfter());
    watchFailed(textOf(refusal));
  }

  /** The server itself says that it cannot go on. */
  void watchFailed(String problem) {
    refusals++;
    complaints.about("cannot be watched: " + problem);
  }

  /** One line, and never nothing. */
  private static String textOf(IOException e) {
    String text = e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage();
    return text == null ? e.getClass().getSimpleName() : text;
  }

  /** Whether to give up on where the watch begins, and list anew. */
  boolean needsList() {
    return refusals >= REFUSALS_UNTIL_LIST;
  }
}
