package dev.berth.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.model.PodVolume;
import dev.berth.model.VolumeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The counts of claims beside a look at all pods. */
final class ClaimUsesTest {
  private final ClusterMirror mirror = new ClusterMirror();

  private static PodInfo pod(SplittableRandom random, int number) {
    List<PodVolume> volumes = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      VolumeSource source =
          random.nextInt(4) == 0
              ? new VolumeSource.Ephemeral()
              : new VolumeSource.Claim("c" + random.nextInt(4));
      volumes.add(new PodVolume("v" + i, source));
    }
    String namespace = "ns" + random.nextInt(2);
    return PodInfo.builder(new PodKey(namespace, "p" + number))
        .uid("u" + number)
        .nodeName("n" + random.nextInt(4))
        .volumes(volumes)
        .build();
  }

  private boolean isUsed(ObjectKey claim) {
    for (NodeInfo node : mirror.nodes()) {
      for (PodInfo pod : node.pods()) {
        for (PodVolume volume : pod.volumes()) {
          if (pod.key().namespace().equals(claim.namespace())
              && volume.source().equals(new VolumeSource.Claim(claim.name()))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void claimsInUse_areThoseOfThePodsOnNodes_whateverHappens(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int step = 0; step < 1500; step++) {
      switch (random.nextInt(8)) {
        case 0 -> mirror.putNode(Node.builder("n" + random.nextInt(4)).build());
        case 1 -> mirror.removeNode("n" + random.nextInt(4));
        case 2, 3, 4 -> mirror.putPod(pod(random, random.nextInt(12)));
        case 5 -> {
          PodInfo pod = pod(random, random.nextInt(12));
          if (mirror.find(pod.uid()) == null && mirror.find(pod.key()) == null) {
            mirror.assume(pod.toBuilder().nodeName("").build(), pod.nodeName());
          }
        }
        case 6 -> mirror.forget("u" + random.nextInt(12));
        default -> mirror.removePod("u" + random.nextInt(12));
      }
      for (String namespace : List.of("ns0", "ns1")) {
        for (int i = 0; i < 4; i++) {
          ObjectKey claim = new ObjectKey(namespace, "c" + i);
          assertThat(mirror.view().isClaimUsed(claim))
              .as("%s at step %d", claim, step)
              .isEqualTo(isUsed(claim));
        }
      }
    }
  }
}
