package dev.berth.plugins.dynamicresources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cluster.ClusterMirror;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.QueueingHint;
import dev.berth.model.PodClaim;
import dev.berth.model.PodClaims;
import dev.berth.model.PodInfo;
import dev.berth.model.devices.Claims;
import dev.berth.model.devices.ResourceClaim;
import dev.berth.plugins.Make;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which changes wake a pod that waits for devices. */
final class ClaimHintsTest {
  private static final ResourceClaim FREE = Claims.claim("c", "gpu");
  private static final ResourceClaim TAKEN = Claims.allocated(FREE, Claims.allocation("d0"));
  private static final ResourceClaim OTHER = Claims.claim("other", "gpu");

  private final ClusterMirror mirror = new ClusterMirror();
  private final ClaimHints hints =
      new ClaimHints(new ClaimLookup(mirror.listers().resourceClaims()));

  private static PodInfo pod(PodClaim claim) {
    return Make.pod("p")
        .uid("uid-p")
        .claims(new PodClaims(List.of(claim), List.of(), null))
        .build();
  }

  private static PodInfo waiting() {
    return pod(new PodClaim.Existing("its", "c"));
  }

  @Test
  void events_areThoseOfUpstream_andDeletedClaims() {
    assertThat(hints.registrations().stream().map(EventRegistration::event))
        .extracting(event -> event.label())
        .containsExactly(
            "NodeAddUpdateNodeAllocatableUpdateNodeLabel",
            "resource.k8s.io/ResourceClaimAddDeleteUpdate",
            "PodUpdatePodGeneratedResourceClaim",
            "resource.k8s.io/DeviceClassAddUpdate",
            "resource.k8s.io/ResourceSliceAddUpdate");
  }

  @Test
  void itsOwnClaim_wakesThePod_whenItIsMade_orHasAnotherStatus() {
    mirror.put(FREE);

    assertThat(hints.afterClaimChange(waiting(), null, FREE)).isEqualTo(QueueingHint.QUEUE);
    assertThat(hints.afterClaimChange(waiting(), FREE, TAKEN)).isEqualTo(QueueingHint.QUEUE);
    assertThat(hints.afterClaimChange(waiting(), FREE, Claims.atVersion(FREE, 9)))
        .isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void anothersClaim_wakesThePod_onlyWhenItsDevicesAreFree() {
    mirror.put(FREE);
    ResourceClaim held = Claims.allocated(OTHER, Claims.allocation("d1"));

    assertThat(hints.afterClaimChange(waiting(), held, OTHER)).isEqualTo(QueueingHint.QUEUE);
    assertThat(hints.afterClaimChange(waiting(), OTHER, held)).isEqualTo(QueueingHint.SKIP);
    assertThat(hints.afterClaimChange(waiting(), null, OTHER)).isEqualTo(QueueingHint.SKIP);
    assertThat(ClaimHints.afterClaimDelete(waiting(), held)).isEqualTo(QueueingHint.QUEUE);
    assertThat(ClaimHints.afterClaimDelete(waiting(), OTHER)).isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void aPodWhoseClaimsAreNotThere_isNotWoken() {
    ResourceClaim held = Claims.allocated(OTHER, Claims.allocation("d1"));

    assertThat(hints.afterClaimChange(waiting(), held, OTHER)).isEqualTo(QueueingHint.SKIP);
  }

  @Test
  void aPod_isWoken_whenItsClaimsWereMade() {
    mirror.put(Claims.ownedBy(FREE, "p", "uid-p"));
    PodInfo before = pod(new PodClaim.Awaited("its"));
    PodInfo after = pod(new PodClaim.Generated("its", "c"));

    assertThat(hints.afterPodChange(before, after)).isEqualTo(QueueingHint.QUEUE);
    assertThat(hints.afterPodChange(before, before)).isEqualTo(QueueingHint.SKIP);
    assertThat(hints.afterPodChange(waiting(), Make.pod("q").uid("uid-q").build()))
        .isEqualTo(QueueingHint.SKIP);
  }
}
