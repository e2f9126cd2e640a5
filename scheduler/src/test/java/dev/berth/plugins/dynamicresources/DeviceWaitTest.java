package dev.berth.plugins.dynamicresources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cluster.ClusterMirror;
import dev.berth.config.DynamicResourcesArgs;
import dev.berth.framework.CycleState;
import dev.berth.framework.NoVolumeWriter;
import dev.berth.framework.Observations;
import dev.berth.framework.Status;
import dev.berth.model.ClusterObject;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodClaim;
import dev.berth.model.PodClaims;
import dev.berth.model.PodInfo;
import dev.berth.model.devices.AllocatedDevice;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.ClaimStatus;
import dev.berth.model.devices.Claims;
import dev.berth.model.devices.DeviceId;
import dev.berth.model.devices.DeviceStatus;
import dev.berth.model.devices.ResourceClaim;
import dev.berth.plugins.Make;
import dev.berth.plugins.RecordedNews;
import dev.berth.plugins.TestContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A pod whose claim has two devices, one of which must be attached first; what is told of that. */
final class DeviceWaitTest {
  private static final NodeInfo N1 = Make.info(Make.node("n1"));
  private static final DeviceId ATTACHED = new DeviceId("fabric", "pool", "d0");
  private static final DeviceId PLAIN = new DeviceId("plain", "pool", "d1");
  private static final String WAITS = "default/p waits on n1";
  private static final PodInfo POD =
      Make.pod("p")
          .uid("uid-p")
          .claims(new PodClaims(List.of(new PodClaim.Existing("its", "c")), List.of(), null))
          .build();

  private final ClusterMirror mirror = new ClusterMirror();
  private final RecordedNews news = new RecordedNews();
  private final ResourceClaim claim =
      Claims.allocated(
          Claims.claim("c", "gpu"),
          new Allocation(
              List.of(device(ATTACHED, "attached"), device(PLAIN)), List.of(), null, null));

  private static AllocatedDevice device(DeviceId id, String... conditions) {
    return new AllocatedDevice(
        "r", id, false, List.of(), List.of(conditions), List.of("broken"), null, Map.of());
  }

  private ResourceClaim with(String condition) {
    DeviceStatus status =
        new DeviceStatus(
            ATTACHED, null, List.of(new DeviceStatus.DeviceCondition(condition, "True", "R", "m")));
    return claim.withStatus(new ClaimStatus(claim.allocation(), List.of(), List.of(status)));
  }

  /** Shows one claim, or none, and nothing comes after that. */
  private record Shown(@Nullable ResourceClaim claim) implements Observations, Observations.Sight {
    @Override
    public <T> @Nullable T await(Question<T> question, Duration atMost) {
      return question.ask(this);
    }

    @Override
    public @Nullable Node node(String name) {
      return null;
    }

    @Override
    public boolean exists(PodInfo pod) {
      return true;
    }

    @Override
    public @Nullable ClusterObject find(ClusterObject.Kind kind, ObjectKey key) {
      return claim;
    }
  }

  private Status preBind(ResourceClaim known, @Nullable ResourceClaim shown) throws Exception {
    mirror.put(known);
    DynamicResources plugin =
        new DynamicResources(
            new DynamicResourcesArgs(Duration.ofSeconds(10), Duration.ofMinutes(10)),
            TestContext.telling(
                TestContext.of(
                    mirror, new NoVolumeWriter(), new RecordedWrites(), new Shown(shown)),
                news),
            expression -> {
              throw new AssertionError("no class has a selector");
            });
    CycleState state = CycleState.create();
    plugin.preFilter(state, POD, mirror.view());
    assertThat(plugin.filter(state, POD, N1)).isEqualTo(Status.success());
    assertThat(plugin.reserve(state, POD, "n1")).isEqualTo(Status.success());
    return plugin.preBind(state, POD, "n1");
  }

  @Test
  void devicesThatBecomeReady_areToldOf_onceEach() throws Exception {
    assertThat(preBind(claim, with("attached"))).isEqualTo(Status.success());
    assertThat(news.all)
        .containsExactly(WAITS, "SUCCESS of berth: [fabric, plain], with conditions [fabric]");
  }

  @Test
  void aDeviceThatFails_isAFailure() throws Exception {
    assertThat(preBind(claim, with("broken")))
        .isEqualTo(Status.error("device binding failed: claim=c, reason=R, message=\"m\""));
    assertThat(news.all)
        .containsExactly(WAITS, "FAILURE of berth: [fabric, plain], with conditions [fabric]");
  }

  @Test
  void devicesThatTakeTooLong_areATimeout() throws Exception {
    assertThat(preBind(claim, claim))
        .isEqualTo(Status.error("device binding timeout: context deadline exceeded"));
    assertThat(news.all)
        .containsExactly(WAITS, "TIMEOUT of berth: [fabric, plain], with conditions [fabric]");
  }

  @Test
  void aClaimThatGoesMeanwhile_isAnError() throws Exception {
    assertThat(preBind(claim, null))
        .isEqualTo(Status.error("could not find ResourceClaim \"default/c\""));
    assertThat(news.all)
        .containsExactly(WAITS, "ERROR of berth: [fabric, plain], with conditions [fabric]");
  }

  @Test
  void devicesWithoutConditions_areNotWaitedFor() throws Exception {
    ResourceClaim plain = Claims.allocated(claim, Claims.allocation("d0"));
    assertThat(preBind(plain, null)).isEqualTo(Status.success());
    assertThat(news.all).isEmpty();
  }
}
