package dev.berth.kube.events;

/**
 * How often an event has happened by now.
 *
 * <p>Threading: immutable.
 *
 * @param count at least 2
 * @param lastMicros when it last happened, since the epoch
 */
record Series(int count, long lastMicros) {}
