package dev.berth.plugins.dynamicresources;

import dev.berth.framework.ClaimWriter;
import dev.berth.framework.Status;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodClaims;
import dev.berth.model.PodInfo;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.ClaimConsumer;
import dev.berth.model.devices.ClaimMeta;
import dev.berth.model.devices.ClaimOwner;
import dev.berth.model.devices.ClaimSpec;
import dev.berth.model.devices.ClaimStatus;
import dev.berth.model.devices.ResourceClaim;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Remembers what was to be written, and does it as an API server would, unless told to fail. */
final class RecordedWrites implements ClaimWriter {
  final List<String> writes = new ArrayList<>();
  final List<Consumer<Outcome>> untold = new ArrayList<>();
  @Nullable String failure;
  private long version = 100;

  private Outcome written(ResourceClaim claim, ClaimStatus status) {
    if (failure != null) {
      return new Outcome.Failed(failure);
    }
    ClaimMeta meta =
        new ClaimMeta(
            claim.uid(),
            Long.toString(version++),
            false,
            claim.meta().finalizers(),
            claim.meta().forExtendedResources(),
            claim.meta().owners());
    return new Outcome.Written(new ResourceClaim(claim.key(), meta, claim.spec(), status));
  }

  @Override
  public Outcome reserve(ResourceClaim claim, @Nullable Allocation allocation, PodInfo pod) {
    writes.add(
        "reserve " + claim.key().name() + (allocation == null ? "" : " with " + names(allocation)));
    List<ClaimConsumer> consumers = new ArrayList<>(claim.status().reservedFor());
    consumers.add(ClaimConsumer.pod(pod.key().name(), pod.uid()));
    return written(
        claim,
        new ClaimStatus(
            allocation == null ? claim.allocation() : allocation, consumers, List.of()));
  }

  private static List<String> names(Allocation allocation) {
    return allocation.devices().stream().map(device -> device.id().device()).toList();
  }

  @Override
  public Outcome createExtended(PodInfo pod, ClaimSpec spec) {
    writes.add("create for " + pod.key().name() + " " + spec.requests().size());
    ResourceClaim created =
        new ResourceClaim(
            new ObjectKey(pod.key().namespace(), pod.key().name() + "-extended-resources-x"),
            new ClaimMeta(
                "uid-created",
                "1",
                false,
                List.of(),
                true,
                List.of(new ClaimOwner(pod.key().name(), pod.uid(), true))),
            spec,
            ClaimStatus.EMPTY);
    return written(created, ClaimStatus.EMPTY);
  }

  @Override
  public Status recordExtended(PodInfo pod, PodClaims.ExtendedClaim claim) {
    writes.add("record " + claim.claimName() + " " + claim.mappings().size());
    return Status.success();
  }

  @Override
  public void release(ResourceClaim claim, PodInfo pod, Consumer<Outcome> then) {
    writes.add("release " + claim.key().name());
    untold.add(then);
  }

  @Override
  public void deallocate(ResourceClaim claim, Consumer<Outcome> then) {
    writes.add("deallocate " + claim.key().name());
    untold.add(then);
  }

  @Override
  public void delete(ResourceClaim claim, Consumer<Outcome> then) {
    writes.add("delete " + claim.key().name());
    untold.add(then);
  }
}
