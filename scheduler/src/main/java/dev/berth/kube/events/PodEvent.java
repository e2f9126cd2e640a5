package dev.berth.kube.events;

import dev.berth.model.PodKey;

/**
 * Something that happened to a pod, as it will be told.
 *
 * <p>Threading: immutable.
 *
 * @param name of the event object
 * @param resourceVersion of the pod, as it was known when it happened
 * @param epochMicros when it happened
 */
record PodEvent(
    EventKind kind,
    String name,
    PodKey pod,
    String uid,
    String resourceVersion,
    String schedulerName,
    String note,
    long epochMicros) {}
