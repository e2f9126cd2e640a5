package dev.berth.cluster;

import dev.berth.framework.CycleState;
import dev.berth.model.PodInfo;

/** Which attempt asks, and for which pod: what a plugin needs to answer. */
record PodAttempt(CycleState state, PodInfo pod) {}
