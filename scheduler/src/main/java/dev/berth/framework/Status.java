package dev.berth.framework;

import java.time.Duration;
import java.util.List;

/**
 * What a plugin answers at an extension point: a verdict, the plugin that gave it, and its reasons.
 *
 * <p>Reasons are counted and shown byte for byte, so they are constants or drawn from a small set:
 * text that differs per node defeats counting. The framework fills in {@link #plugin()}; a plugin
 * leaves it empty.
 *
 * <p>Mirrors {@code framework.Status}, {@code k8s.io/kube-scheduler/framework/interface.go},
 * Kubernetes 1.36.3.
 *
 * <p>Threading: immutable.
 */
public sealed interface Status {

  /** The plugin that answered; empty when it was the framework itself. */
  String plugin();

  /** Why, for a person; empty for success. */
  List<String> reasons();

  /** This status in the name of {@code plugin}; itself when that is so already. */
  Status by(String plugin);

  /** The reasons joined as kube-scheduler prints them. */
  default String message() {
    return String.join(", ", reasons());
  }

  /**
   * True for the three verdicts that say "not here": Unschedulable, UnschedulableAndUnresolvable,
   * Pending.
   */
  default boolean isRejection() {
    return this instanceof Unschedulable
        || this instanceof UnschedulableAndUnresolvable
        || this instanceof Pending;
  }

  default boolean isSuccess() {
    return this instanceof Success;
  }

  /** Fits, or done. */
  record Success() implements Status {
    private static final Status INSTANCE = new Success();

    @Override
    public String plugin() {
      return "";
    }

    @Override
    public List<String> reasons() {
      return List.of();
    }

    @Override
    public Status by(String plugin) {
      return this;
    }
  }

  /**
   * "Nothing for me to do": from PreFilter it drops the plugin's Filter for this attempt, from
   * PreScore its Score, from the PreBind pre-flight its PreBind; from Bind it passes the pod to the
   * next bind plugin.
   */
  record Skip() implements Status {
    private static final Status INSTANCE = new Skip();

    @Override
    public String plugin() {
      return "";
    }

    @Override
    public List<String> reasons() {
      return List.of();
    }

    @Override
    public Status by(String plugin) {
      return this;
    }
  }

  /** Permit only: hold the pod, which keeps its reservation, for at most {@code timeout}. */
  record Wait(String plugin, Duration timeout, List<String> reasons) implements Status {
    public Wait {
      reasons = List.copyOf(reasons);
      if (timeout.isNegative()) {
        throw new IllegalArgumentException(
            "timeout is " + timeout + ". Maybe Status.success() was meant, or a positive time.");
      }
    }

    @Override
    public Status by(String name) {
      return plugin.equals(name) ? this : new Wait(name, timeout, reasons);
    }
  }

  /**
   * Rejected, and the plugin itself will make the pod schedulable: its Queue hint skips the
   * backoff.
   */
  record Pending(String plugin, List<String> reasons) implements Status {
    public Pending {
      reasons = List.copyOf(reasons);
    }

    @Override
    public Status by(String name) {
      return plugin.equals(name) ? this : new Pending(name, reasons);
    }
  }

  /** Rejected; removing pods may help, so the node is a candidate for preemption. */
  record Unschedulable(String plugin, List<String> reasons) implements Status {
    public Unschedulable {
      reasons = List.copyOf(reasons);
    }

    @Override
    public Status by(String name) {
      return plugin.equals(name) ? this : new Unschedulable(name, reasons);
    }
  }

  /** Rejected, and removing pods cannot help. */
  record UnschedulableAndUnresolvable(String plugin, List<String> reasons) implements Status {
    public UnschedulableAndUnresolvable {
      reasons = List.copyOf(reasons);
    }

    @Override
    public Status by(String name) {
      return plugin.equals(name) ? this : new UnschedulableAndUnresolvable(name, reasons);
    }
  }

  /** Something went wrong: the whole attempt ends, the pod is retried after the error backoff. */
  @SuppressWarnings("AvoidCommonTypeNames") // kube-scheduler's noun, always written Status.Error
  record Error(String plugin, List<String> reasons) implements Status {
    public Error {
      reasons = List.copyOf(reasons);
    }

    @Override
    public Status by(String name) {
      return plugin.equals(name) ? this : new Error(name, reasons);
    }
  }

  static Status success() {
    return Success.INSTANCE;
  }

  static Status skip() {
    return Skip.INSTANCE;
  }

  static Status unschedulable(String... reasons) {
    return new Unschedulable("", List.of(reasons));
  }

  static Status unresolvable(String... reasons) {
    return new UnschedulableAndUnresolvable("", List.of(reasons));
  }

  static Status pending(String... reasons) {
    return new Pending("", List.of(reasons));
  }

  static Status error(String... reasons) {
    return new Error("", List.of(reasons));
  }

  static Status waiting(Duration timeout, String... reasons) {
    return new Wait("", timeout, List.of(reasons));
  }

  /** A plugin's exception as data. */
  static Status error(Throwable thrown) {
    String text = thrown.getMessage();
    return error(text == null || text.isEmpty() ? thrown.getClass().getSimpleName() : text);
  }
}
