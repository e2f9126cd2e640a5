package dev.berth.kube.events;

import org.jspecify.annotations.Nullable;

/**
 * One thing to tell the API server.
 *
 * <p>Threading: immutable.
 *
 * @param series null for an event that is new; otherwise what is new about one that was told
 */
record EventWrite(PodEvent event, @Nullable Series series) {}
