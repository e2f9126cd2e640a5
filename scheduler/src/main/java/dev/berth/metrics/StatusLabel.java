package dev.berth.metrics;

import dev.berth.framework.Status;

/**
 * The kind of a {@link Status} as a label value.
 *
 * <p>Mirrors {@code Code.String} of {@code k8s.io/kube-scheduler/framework/interface.go},
 * Kubernetes 1.36.3. Threading: immutable.
 */
enum StatusLabel {
  SUCCESS("Success"),
  ERROR("Error"),
  UNSCHEDULABLE("Unschedulable"),
  UNSCHEDULABLE_AND_UNRESOLVABLE("UnschedulableAndUnresolvable"),
  WAIT("Wait"),
  SKIP("Skip"),
  PENDING("Pending");

  private final String text;

  StatusLabel(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  static StatusLabel of(Status status) {
    return switch (status) {
      case Status.Success _ -> SUCCESS;
      case Status.Error _ -> ERROR;
      case Status.Unschedulable _ -> UNSCHEDULABLE;
      case Status.UnschedulableAndUnresolvable _ -> UNSCHEDULABLE_AND_UNRESOLVABLE;
      case Status.Wait _ -> WAIT;
      case Status.Skip _ -> SKIP;
      case Status.Pending _ -> PENDING;
    };
  }
}
