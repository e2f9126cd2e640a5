package dev.berth.pipeline;

/**
 * How far an attempt to place a pod came.
 *
 * <p>Threading: immutable.
 */
public sealed interface Step {

  /** It is decided. */
  record Decided(ScheduleResult result) implements Step {}

  /** Extenders have to be asked; the attempt goes on with what they say. */
  record Asks(ExtenderQuestion question) implements Step {}
}
