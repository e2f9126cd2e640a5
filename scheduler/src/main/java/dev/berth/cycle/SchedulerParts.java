package dev.berth.cycle;

import dev.berth.cluster.ClusterMirror;
import dev.berth.queue.SchedulingQueue;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** What {@link SchedulerAssembly} puts together for the loop. Threading: scheduler thread only. */
record SchedulerParts(
    Inbox inbox,
    ClusterMirror mirror,
    SchedulingQueue queue,
    Map<String, Profile> profiles,
    WaitingRoom waitingRoom,
    ClusterChanges changes,
    Observers observers,
    Commitment commitment,
    Attempts attempts,
    InstantSource clock,
    BooleanSupplier mayDecide,
    Set<ObjectKind> waitFor) {}
