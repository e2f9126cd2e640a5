package dev.berth.kube.events;

/**
 * What can be told about a pod, with the words of kube-scheduler ({@code schedule_one.go},
 * Kubernetes 1.36.3).
 *
 * <p>Threading: immutable.
 */
enum EventKind {
  /** It was bound, which happens to a pod once. */
  SCHEDULED("Normal", "Scheduled", "Binding"),
  /** An attempt failed, or was not made. */
  FAILED_SCHEDULING("Warning", "FailedScheduling", "Scheduling"),
  /** It is bound once its devices were prepared ({@code plugins/dynamicresources}). */
  BINDING_CONDITIONS_PENDING("Normal", "BindingConditionsPending", "Scheduling");

  private final String type;
  private final String reason;
  private final String action;

  EventKind(String type, String reason, String action) {
    this.type = type;
    this.reason = reason;
    this.action = action;
  }

  String type() {
    return type;
  }

  String reason() {
    return reason;
  }

  String action() {
    return action;
  }
}
