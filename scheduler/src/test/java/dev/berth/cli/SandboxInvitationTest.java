package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.sandbox.view.Situation.Invitation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SandboxInvitationTest {
  private static final Path KUBECONFIG = Path.of("/tmp/it is here/kubeconfig");

  private static Invitation of(int pods, @Nullable Path from, int servicePort) {
    return of(pods, from, List.of("berth", "default-scheduler"), servicePort);
  }

  private static Invitation of(
      int pods, @Nullable Path from, List<String> schedulers, int servicePort) {
    return SandboxInvitation.of(
        KUBECONFIG,
        new SandboxSettings.Contents(8, pods, from, Duration.ZERO, 1),
        schedulers,
        servicePort);
  }

  @Test
  void demo_isInvitedToWhatIsInIt() {
    assertThat(of(60, null, 4711).lines())
        .containsExactly(
            "export KUBECONFIG='/tmp/it is here/kubeconfig'",
            "kubectl get pods -o wide --watch",
            "kubectl label node small-1 disk=ssd",
            "kubectl run mine --image=nginx",
            "scheduler/bin/berth why too-big --address https://127.0.0.1:4711");
  }

  @Test
  void otherContents_areInvitedToNothingThatIsMissing() {
    assertThat(of(0, Path.of("f.yaml"), 4711).lines())
        .contains("kubectl get pods -A -o wide --watch")
        .last()
        .isEqualTo("scheduler/bin/berth why mine --address https://127.0.0.1:4711");
    assertThat(String.join("\n", of(5, null, 4711).lines())).doesNotContain("too-big", "disk=ssd");
  }

  @Test
  void podThatNamesNoScheduler_isNotProposedWhereNobodyWouldPlaceIt() {
    assertThat(of(0, null, List.of("night", "day"), 4711).lines())
        .contains(
            "kubectl run mine --image=nginx"
                + " --overrides='{\"spec\":{\"schedulerName\":\"night\"}}'");
  }

  @Test
  void schedulerAtItsUsualPort_isFoundWithoutAnAddress() {
    assertThat(of(60, null, 10259).lines()).last().isEqualTo("scheduler/bin/berth why too-big");
  }

  @Test
  void schedulerThatDoesNotListenYet_isNotNamed() {
    assertThat(of(60, null, 0).isComplete()).isFalse();
    assertThat(of(60, null, 0).lines()).hasSize(4).noneMatch(String::isEmpty);
  }
}
