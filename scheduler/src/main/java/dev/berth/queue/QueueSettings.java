package dev.berth.queue;

import java.time.Duration;

/**
 * The three waiting times of the queue.
 *
 * <p>Mirrors {@code podInitialBackoffSeconds} and {@code podMaxBackoffSeconds} of the configuration
 * and the flag {@code --pod-max-in-unschedulable-pods-duration}, Kubernetes 1.36.3. Threading:
 * immutable.
 *
 * @param initialBackoff the wait after the first failure; it doubles with each further one
 * @param maxBackoff the longest wait; zero switches backoff off
 * @param maxUnschedulable a rejected pod that waited longer is tried again although nothing helped
 */
public record QueueSettings(
    Duration initialBackoff, Duration maxBackoff, Duration maxUnschedulable) {

  /** 1 s doubling to 10 s, and 5 minutes. */
  public static final QueueSettings DEFAULTS =
      new QueueSettings(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(5));

  public QueueSettings {
    requirePositive("initialBackoff", initialBackoff);
    requirePositive("maxUnschedulable", maxUnschedulable);
    if (!maxBackoff.isZero() && maxBackoff.compareTo(initialBackoff) < 0) {
      throw new IllegalArgumentException(
          "maxBackoff is "
              + maxBackoff
              + ", less than initialBackoff "
              + initialBackoff
              + ". Maybe the two were swapped; zero switches backoff off.");
    }
  }

  private static void requirePositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " is " + value + ". Maybe a time above zero.");
    }
  }
}
