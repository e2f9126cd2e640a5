package dev.berth.plugins.dynamicresources;

import dev.berth.framework.Assumptions;
import dev.berth.framework.ClaimWriter;
import dev.berth.framework.DeviceLedger;
import dev.berth.framework.Observations;
import dev.berth.framework.PluginContext;
import dev.berth.framework.PluginNews;
import dev.berth.framework.SchedulerTasks;
import dev.berth.framework.Status;
import dev.berth.model.ClusterObject;
import dev.berth.model.PodClaims;
import dev.berth.model.PodInfo;
import dev.berth.model.devices.AllocatedDevice;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.ResourceClaim;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes what was reserved, before the pod is bound: allocations, reservations, the claim for
 * extended resources; then waits for devices that need preparing.
 *
 * <p>Mirrors {@code PreBind} and {@code bindClaim}, {@code
 * plugins/dynamicresources/dynamicresources.go}, Kubernetes 1.36.3. Threading: the pod's binding
 * thread.
 */
final class ClaimBinding {

  /** How long the watch may take to show a claim that was created. */
  private static final Duration SEEN_WITHIN = Duration.ofMinutes(2);

  /** What became of the wait for devices. */
  private record Waited(PluginNews.WaitEnd end, Status status) {
    static Waited failed(PluginNews.WaitEnd end, String message) {
      return new Waited(end, Status.error(message));
    }
  }

  private static final Waited READY = new Waited(PluginNews.WaitEnd.SUCCESS, Status.success());
  private static final Waited TIMED_OUT =
      Waited.failed(
          PluginNews.WaitEnd.TIMEOUT, "device binding timeout: context deadline exceeded");

  private final String profile;
  private final PluginNews news;
  private final ClaimWriter writer;
  private final DeviceLedger ledger;
  private final Assumptions assumptions;
  private final Observations observations;
  private final SchedulerTasks tasks;
  private final InstantSource clock;
  private final BindingConditions conditions;

  ClaimBinding(PluginContext context, BindingConditions conditions) {
    this.profile = context.profile();
    this.news = context.news();
    this.writer = context.claimWriter();
    this.ledger = context.devices();
    this.assumptions = context.assumptions();
    this.observations = context.observations();
    this.tasks = context.schedulerTasks();
    this.clock = context.clock();
    this.conditions = conditions;
  }

  Status bind(ClaimState state, PodInfo pod, String nodeName) throws InterruptedException {
    for (ClaimState.Entry entry : state.entries()) {
      if (!entry.claim().status().isReservedFor(pod.uid())) {
        Status status =
            state.isSpecial(entry)
                ? bindSpecial(state, entry, pod, nodeName)
                : bindNamed(entry, pod);
        if (!status.isSuccess()) {
          return status;
        }
      }
    }
    return state.entries().stream().anyMatch(entry -> BindingConditions.has(entry.claim()))
        ? awaitDevices(state, pod, nodeName)
        : Status.success();
  }

  private Status bindNamed(ClaimState.Entry entry, PodInfo pod) throws InterruptedException {
    ResourceClaim claim = entry.claim();
    Allocation decided = entry.decided();
    return switch (writer.reserve(claim, decided, pod)) {
      case ClaimWriter.Outcome.Written(ResourceClaim now) -> {
        entry.replace(now);
        tasks.add(
            () -> {
              assumptions.assume(now);
              if (decided != null) {
                ledger.end(now.uid());
              }
            });
        yield Status.success();
      }
      case ClaimWriter.Outcome.Gone _ -> gone(claim);
      case ClaimWriter.Outcome.Failed(String problem) -> Status.error(problem);
    };
  }

  private static Status gone(ResourceClaim claim) {
    return Status.error("claim " + claim.key() + " got deleted in the meantime");
  }

  /**
   * Creates the claim; nothing when device plugins give all. Upstream fails there for ever when the
   * pod has claims of its own besides.
   */
  private Status bindSpecial(ClaimState state, ClaimState.Entry entry, PodInfo pod, String nodeName)
      throws InterruptedException {
    ClaimState.OnNode found = state.on(nodeName);
    Allocation decided = entry.decided();
    ResourceClaim wanted = found == null ? null : found.extended();
    if (found == null || decided == null || wanted == null || wanted.spec().requests().isEmpty()) {
      return Status.success();
    }
    String uidInMemory = entry.claim().uid();
    if (!SpecialClaim.exists(entry.claim())) {
      ClaimWriter.Outcome outcome = writer.createExtended(pod, wanted.spec());
      news.claimCreated(!(outcome instanceof ClaimWriter.Outcome.Written));
      switch (outcome) {
        case ClaimWriter.Outcome.Written(ResourceClaim created) -> entry.replace(created);
        case ClaimWriter.Outcome.Gone _ -> {
          return gone(wanted);
        }
        case ClaimWriter.Outcome.Failed(String problem) -> {
          return Status.error("create claim for extended resources: " + problem);
        }
      }
    }
    return switch (writer.reserve(entry.claim(), decided, pod)) {
      case ClaimWriter.Outcome.Written(ResourceClaim now) -> {
        entry.replace(now);
        awaitSight(now, uidInMemory);
        yield writer.recordExtended(
            pod, new PodClaims.ExtendedClaim(now.key().name(), found.mappings()));
      }
      case ClaimWriter.Outcome.Gone _ -> gone(entry.claim());
      case ClaimWriter.Outcome.Failed(String problem) -> Status.error(problem);
    };
  }

  /** The devices count for the claim in memory until they count for the one that was created. */
  private void awaitSight(ResourceClaim created, String uidInMemory) throws InterruptedException {
    observations.await(sight -> find(sight, created), SEEN_WITHIN);
    tasks.add(
        () -> {
          assumptions.assume(created);
          ledger.end(uidInMemory);
        });
  }

  private static @Nullable ResourceClaim find(Observations.Sight sight, ResourceClaim wanted) {
    return sight.find(ClusterObject.Kind.RESOURCE_CLAIM, wanted.key()) instanceof ResourceClaim seen
            && seen.uid().equals(wanted.uid())
        ? seen
        : null;
  }

  private Status awaitDevices(ClaimState state, PodInfo pod, String nodeName)
      throws InterruptedException {
    news.waitsForDevices(pod, nodeName);
    long start = System.nanoTime();
    Waited answer = observations.await(sight -> readiness(state, sight), conditions.timeout());
    Waited waited = answer == null ? TIMED_OUT : answer;
    tell(state, waited.end(), System.nanoTime() - start);
    return waited.status();
  }

  private void tell(ClaimState state, PluginNews.WaitEnd end, long nanos) {
    List<String> devices = new ArrayList<>();
    List<String> conditioned = new ArrayList<>();
    for (ClaimState.Entry entry : state.entries()) {
      Allocation allocation = entry.claim().allocation();
      if (allocation != null) {
        for (AllocatedDevice device : allocation.devices()) {
          devices.add(device.id().driver());
          if (!device.bindingConditions().isEmpty()) {
            conditioned.add(device.id().driver());
          }
        }
      }
    }
    news.waitedForDevices(new PluginNews.DeviceWait(profile, end, nanos, devices, conditioned));
  }

  /** What became of it when that is decided; null when there is more to wait for. */
  private @Nullable Waited readiness(ClaimState state, Observations.Sight sight) {
    for (ClaimState.Entry entry : state.entries()) {
      ResourceClaim claim = find(sight, entry.claim());
      if (claim == null) {
        return Waited.failed(
            PluginNews.WaitEnd.ERROR,
            "could not find ResourceClaim \"" + entry.claim().key() + "\"");
      }
      if (!isAsAllocated(claim, entry.claim())) {
        return null;
      }
      switch (BindingConditions.of(claim)) {
        case BindingConditions.Readiness.Ready _ -> {}
        case BindingConditions.Readiness.Failed(String message) -> {
          return Waited.failed(PluginNews.WaitEnd.FAILURE, message);
        }
        case BindingConditions.Readiness.NotYet _ -> {
          return conditions.isOverdue(claim, clock.instant())
              ? Waited.failed(PluginNews.WaitEnd.TIMEOUT, BindingConditions.overdue(claim))
              : null;
        }
      }
    }
    return READY;
  }

  /** The watch may still show what was before our own write. */
  private static boolean isAsAllocated(ResourceClaim seen, ResourceClaim written) {
    return seen.allocation() != null
        && written.allocation() != null
        && Objects.equals(
            seen.allocation().timestampMicros(), written.allocation().timestampMicros());
  }
}
