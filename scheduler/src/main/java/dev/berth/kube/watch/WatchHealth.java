package dev.berth.kube.watch;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
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
  private final Watchdog watchdog;
  private final Pulse pulse;
  private int refusals;
  private boolean brokeBefore;

  WatchHealth(
      WatchedKind<?> kind, WatchTiming timing, RandomGenerator random, LongSupplier nanoTime) {
    boolean required = kind.necessity() == WatchedKind.Necessity.REQUIRED;
    this.watchdog = new Watchdog(timing.silence());
    this.pulse = new Pulse(kind.resource(), required, watchdog, nanoTime);
    this.healthyAfter = timing.healthyAfter();
    this.beforeList = new Backoff(timing.firstBackoff(), timing.longestBackoff(), random);
    this.beforeWatch = new Backoff(timing.firstBackoff(), timing.longestBackoff(), random);
    this.complaints = new Complaints(kind.resource());
  }

  Backoff beforeList() {
    return beforeList;
  }

  Backoff beforeWatch() {
    return beforeWatch;
  }

  /** How long a watch may be silent. */
  Duration patience() {
    return watchdog.patience();
  }

  /** What any thread may know. */
  Pulse pulse() {
    return pulse;
  }

  // ---- lists --------------------------------------------------------------------------------

  void listed() {
    complaints.listed();
    pulse.listed();
    beforeWatch.reset();
    refusals = 0;
  }

  void listFailed(IOException e) {
    String problem = "cannot be listed: " + textOf(e);
    complaints.aboutList(problem);
    pulse.fell(problem);
  }

  void listRefused(RefusedException refusal, String problem) {
    beforeList.atLeast(refusal.retryAfter());
    complaints.aboutList(problem);
    noted(refusal, problem);
  }

  private void noted(RefusedException refusal, String problem) {
    if (refusal.isForbidden() || refusal.isUnknown()) {
      pulse.refused(problem);
    } else {
      pulse.fell(problem);
    }
  }

  // ---- watches ------------------------------------------------------------------------------

  void watchBegan() {
    pulse.watchBegan();
  }

  void bookmarkArrived() {
    watchdog.bookmarkArrived();
    eventArrived();
  }

  /** Something came through. */
  void eventArrived() {
    pulse.sign();
    complaints.over();
    beforeList.reset();
    beforeWatch.reset();
    refusals = 0;
    brokeBefore = false;
  }

  /** The server ended the watch in good order. */
  void watchEnded(Duration lived) {
    if (lived.compareTo(healthyAfter) >= 0) {
      eventArrived();
    }
  }

  /**
   * The watch broke, or could not be begun. Once is nothing to complain about: a busy server cuts
   * slow watchers a dozen times in a minute.
   */
  void watchBroke(IOException e) {
    boolean notAWatch =
        e instanceof WatchEventReader.NotAWatchException
            || (e instanceof JsonParseException && !(e instanceof JsonEOFException));
    if (notAWatch) {
      refusals++;
    }
    String problem = "the watch broke: " + textOf(e);
    if (brokeBefore) {
      complaints.aboutWatch(problem);
    }
    brokeBefore = true;
    pulse.fell(problem);
  }

  /** The watch began, and nothing more came for as long as may be. */
  void watchFellSilent() {
    String problem =
        "the watch was silent for %d s and was cut. Maybe a proxy on the way, or the server, hangs?"
            .formatted(patience().toSeconds());
    complaints.aboutWatch(problem);
    pulse.fellSilent(problem);
  }

  void watchRefused(RefusedException refusal, String problem) {
    beforeWatch.atLeast(refusal.retryAfter());
    refusals++;
    complaints.aboutWatch(problem);
    noted(refusal, problem);
  }

  /** The server itself says that it cannot go on. */
  void watchFailed(String problem) {
    refusals++;
    String sentence = "cannot be watched: " + problem;
    complaints.aboutWatch(sentence);
    pulse.fell(sentence);
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
