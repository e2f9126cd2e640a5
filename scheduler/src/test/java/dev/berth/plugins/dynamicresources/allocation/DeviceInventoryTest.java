package dev.berth.plugins.dynamicresources.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Node;
import dev.berth.model.ObjectKey;
import dev.berth.model.devices.Device;
import dev.berth.model.devices.NodeReach;
import dev.berth.model.devices.ResourceSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What an inventory knows is what one knows that is made of the same slices, whatever was before.
 */
final class DeviceInventoryTest {
  private static final int STEPS = 500;
  private static final List<Node> NODES =
      List.of(Node.builder("n0").build(), Node.builder("n1").build(), Node.builder("n2").build());

  /** Pools of several slices, some of them for one node, which come, change and go. */
  @Test
  void afterAnyHistory_aRecountFindsNoDifference() throws AllocationException {
    SplittableRandom random = new SplittableRandom(20261123);
    List<ResourceSlice> slices = new ArrayList<>();
    DeviceInventory inventory = DeviceInventory.empty();
    int usable = 0;
    for (int step = 0; step < STEPS; step++) {
      ResourceSlice slice = slice(random);
      slices.removeIf(other -> other.key().equals(slice.key()));
      if (random.nextInt(4) > 0) {
        slices.add(slice);
      }
      inventory = inventory.updated(slices);
      for (Node node : NODES) {
        NodeDevices found = inventory.of(node);
        usable += (int) found.pools().stream().filter(Pool.Usable.class::isInstance).count();
      }
      assertThat(inventory.recounted(slices)).isSameAs(inventory);
    }
    assertThat(usable).as("pools that could be used").isPositive();
  }

  @Test
  void slicesThatItDidNotHearOf_areFoundByARecount() throws AllocationException {
    ResourceSlice first = slice("s0", "p0", 1, NODES.getFirst());
    DeviceInventory inventory = DeviceInventory.empty().updated(List.of(first));
    ResourceSlice more = slice("s1", "p1", 1, NODES.getFirst());
    ResourceSlice newer = slice("s0", "p0", 2, NODES.getFirst());
    assertThat(inventory.recounted(List.of(first))).isSameAs(inventory);

    for (List<ResourceSlice> real : List.of(List.of(first, more), List.of(newer), noSlices())) {
      DeviceInventory anew = inventory.recounted(real);
      assertThat(anew).isNotSameAs(inventory);
      assertThat(anew.of(NODES.getFirst()).pools()).hasSize(real.size());
      assertThat(anew.recounted(real)).isSameAs(anew);
    }
  }

  private static List<ResourceSlice> noSlices() {
    return List.of();
  }

  private static ResourceSlice slice(SplittableRandom random) {
    String pool = "p" + random.nextInt(2);
    return new ResourceSlice(
        ObjectKey.ofCluster(pool + "-" + random.nextInt(3)),
        "driver",
        new ResourceSlice.Pool(pool, random.nextInt(1, 3), random.nextInt(1, 3)),
        random.nextBoolean()
            ? new NodeReach.OneNode(NODES.get(random.nextInt(NODES.size())).name())
            : new NodeReach.AllNodes(),
        false,
        List.of(Device.named("d" + random.nextInt(3))),
        List.of());
  }

  private static ResourceSlice slice(String name, String pool, long generation, Node node) {
    return new ResourceSlice(
        ObjectKey.ofCluster(name),
        "driver",
        new ResourceSlice.Pool(pool, generation, 1),
        new NodeReach.OneNode(node.name()),
        false,
        List.of(Device.named("d0")),
        List.of());
  }
}
