package dev.berth.plugins.dynamicresources.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.NodeRequirement;
import dev.berth.model.NodeSelector;
import dev.berth.model.NodeSelectorTerm;
import dev.berth.model.ObjectKey;
import dev.berth.model.Quantity;
import dev.berth.model.devices.CapacityRequestPolicy;
import dev.berth.model.devices.ClaimMeta;
import dev.berth.model.devices.ClaimSpec;
import dev.berth.model.devices.ClaimStatus;
import dev.berth.model.devices.CounterConsumption;
import dev.berth.model.devices.CounterSet;
import dev.berth.model.devices.Device;
import dev.berth.model.devices.DeviceAttribute;
import dev.berth.model.devices.DeviceBinding;
import dev.berth.model.devices.DeviceCapacity;
import dev.berth.model.devices.DeviceConfig;
import dev.berth.model.devices.DeviceConstraint;
import dev.berth.model.devices.DeviceRequest;
import dev.berth.model.devices.DeviceSelector;
import dev.berth.model.devices.DeviceTaint;
import dev.berth.model.devices.DeviceToleration;
import dev.berth.model.devices.DevicesWanted;
import dev.berth.model.devices.NodeReach;
import dev.berth.model.devices.ResourceClaim;
import dev.berth.model.devices.ResourceSlice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Slices and claims that no API server lets in: there is always an answer, and soon. */
final class MalformedDevicesTest {
  private static final int ROUNDS = 1_500;
  private static final int MOST_LOOKS = 1_000;

  private Random random = new Random();

  @SafeVarargs
  private final <T> T one(T... options) {
    return options[random.nextInt(options.length)];
  }

  private <T> List<T> some(int atMost, Supplier<T> maker) {
    List<T> list = new ArrayList<>();
    for (int n = random.nextInt(atMost + 1); n > 0; n--) {
      list.add(maker.get());
    }
    return list;
  }

  private <T> Map<String, T> table(int atMost, Supplier<T> maker) {
    Map<String, T> table = new LinkedHashMap<>();
    some(atMost, maker).forEach(value -> table.put(name(), value));
    return table;
  }

  private String name() {
    return one("", "a", "b", "a.example.com/a", "/", "a/", "\u0000", "x".repeat(300));
  }

  private Quantity quantity() {
    return Quantity.parse(
        one(
            "0",
            "1",
            "-1",
            "2",
            "3",
            "1.5",
            "9223372036854775807",
            "-9223372036854775807",
            "1e30"));
  }

  private @Nullable Quantity maybe() {
    return random.nextBoolean() ? quantity() : null;
  }

  private DeviceCapacity capacity() {
    CapacityRequestPolicy.@Nullable Range range =
        random.nextBoolean() ? new CapacityRequestPolicy.Range(maybe(), maybe(), maybe()) : null;
    return new DeviceCapacity(
        quantity(),
        random.nextBoolean()
            ? new CapacityRequestPolicy(maybe(), some(3, this::quantity), range)
            : null);
  }

  private DeviceAttribute attribute() {
    return one(
        new DeviceAttribute.Int(random.nextInt(2)),
        new DeviceAttribute.Bool(true),
        new DeviceAttribute.Text(name()),
        new DeviceAttribute.Version(name()),
        new DeviceAttribute.Unsupported());
  }

  private NodeReach reach() {
    return one(
        new NodeReach.OneNode(one("n1", "n2", "")),
        new NodeReach.AllNodes(),
        new NodeReach.AllNodes(),
        new NodeReach.Selected(
            NodeSelector.of(
                some(
                    2,
                    () ->
                        NodeSelectorTerm.of(
                            some(1, this::requirement), some(1, this::requirement))))),
        new NodeReach.Unsaid());
  }

  private NodeRequirement requirement() {
    return new NodeRequirement(
        one("metadata.name", "zone", ""), one("In", "Exists", "Near"), some(2, this::name));
  }

  private Device device() {
    return new Device(
        name(),
        table(3, this::attribute),
        table(2, this::capacity),
        some(1, () -> new CounterConsumption(name(), table(2, this::quantity))),
        reach(),
        some(1, () -> new DeviceTaint(name(), name(), one("NoSchedule", "NoExecute", "Odd"))),
        new DeviceBinding(random.nextBoolean(), some(1, this::name), some(1, this::name)),
        random.nextBoolean());
  }

  private ResourceSlice slice() {
    return new ResourceSlice(
        ObjectKey.ofCluster(name()),
        one(Published.DRIVER, ""),
        new ResourceSlice.Pool(
            one("p", "q", ""), one(1L, 1L, Long.MAX_VALUE, -1L), one(1L, 1L, 2L, 0L, -1L)),
        reach(),
        random.nextBoolean(),
        some(12, this::device),
        random.nextInt(5) == 0
            ? some(2, () -> new CounterSet(name(), table(2, this::quantity)))
            : List.of());
  }

  private DeviceSelector selector() {
    return new DeviceSelector(
        random.nextInt(3) == 0 ? null : one(Published.OF_DRIVER_A, "not an expression"));
  }

  private DevicesWanted wanted() {
    return new DevicesWanted(
        one("any", "any", "any", "a", "", "gone"),
        some(1, this::selector),
        one(DevicesWanted.EXACT_COUNT, DevicesWanted.EXACT_COUNT, DevicesWanted.ALL, ""),
        one(1L, 1L, 2L, 8L, 0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE),
        some(1, () -> new DeviceToleration(name(), one("", "Exists", "Odd"), name(), "", null)),
        table(1, this::quantity));
  }

  private DeviceRequest request() {
    return switch (random.nextInt(5)) {
      case 0 -> new DeviceRequest.Unsupported(name());
      case 1 ->
          new DeviceRequest.FirstAvailable(
              name(), some(9, () -> new DeviceRequest.SubRequest(name(), wanted())));
      default -> new DeviceRequest.Exactly(name(), wanted(), random.nextInt(4) == 0);
    };
  }

  private DeviceConstraint constraint() {
    return one(
        new DeviceConstraint.Match(some(2, this::name), name()),
        new DeviceConstraint.Distinct(some(2, this::name), name()),
        new DeviceConstraint.Unsupported(List.of()));
  }

  private ResourceClaim claim() {
    return new ResourceClaim(
            new ObjectKey("ns", "c"), ClaimMeta.UNKNOWN, ClaimSpec.EMPTY, ClaimStatus.EMPTY)
        .withSpec(
            new ClaimSpec(
                some(3, this::request),
                random.nextInt(4) == 0 ? some(2, this::constraint) : List.of(),
                some(2, () -> new DeviceConfig(some(3, this::name), null))));
  }

  @Test
  void anything_getsAnAnswerWithinItsTime() {
    Set<Class<?>> seen = new HashSet<>();
    for (int seed = 0; seed < ROUNDS; seed++) {
      random = new Random(seed);
      Published published = new Published();
      published.slices.addAll(some(8, this::slice));
      published.nanosPerLook = 1;
      published.perNode = Duration.ofNanos(MOST_LOOKS);
      AllocationOutcome outcome = published.attempt().allocate(Published.N1, some(4, this::claim));
      seen.add(outcome.getClass());
      assertThat(published.clock.get())
          .as("looks at the clock, seed %s: %s", seed, outcome)
          .isLessThanOrEqualTo(MOST_LOOKS + 3L);
    }
    assertThat(seen)
        .as("kinds of answers")
        .contains(
            AllocationOutcome.Allocated.class,
            AllocationOutcome.NotPossible.class,
            AllocationOutcome.NodeUnfit.class,
            AllocationOutcome.Failed.class);
  }
}
