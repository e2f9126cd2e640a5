package dev.berth.framework;

import dev.berth.model.PodInfo;
import java.util.List;

/**
 * Told by plugins what happens while they carry a decision out, for metrics and events.
 *
 * <p>The moments are those at which {@code plugins/dynamicresources} and {@code
 * plugins/volumebinding}, Kubernetes 1.36.3, count and tell the same.
 *
 * <p>Threading: any thread, also several at once; must be quick.
 */
public interface PluginNews {
  PluginNews NONE = new PluginNews() {};

  /** A step of VolumeBinding that can fail. */
  enum VolumeStage {
    /** Judging one node. */
    PREDICATE,
    /** Assuming in Reserve what will be written. */
    ASSUME,
    /** Writing it, and waiting until the claims are bound. */
    BIND
  }

  /** How the wait for devices that need preparing ended. */
  enum WaitEnd {
    SUCCESS,
    /** A device reports that it never will be ready. */
    FAILURE,
    TIMEOUT,
    /** Anything else. */
    ERROR
  }

  /**
   * A pod whose node is chosen has waited for its devices.
   *
   * @param devices the driver of each device of the pod, those without conditions, too
   * @param conditioned the driver of each device that had conditions
   */
  record DeviceWait(
      String profile, WaitEnd end, long nanos, List<String> devices, List<String> conditioned) {
    public DeviceWait {
      devices = List.copyOf(devices);
      conditioned = List.copyOf(conditioned);
    }
  }

  /** The pod is bound to that node only after its devices were prepared there; once per attempt. */
  default void waitsForDevices(PodInfo pod, String nodeName) {}

  /** After {@link #waitsForDevices}, unless the process ends meanwhile. */
  default void waitedForDevices(DeviceWait wait) {}

  /** The API server was asked to create a claim for extended resources. */
  default void claimCreated(boolean failed) {}

  /** An attempt failed there with an error; a node that does not fit is none. */
  default void volumeStageFailed(VolumeStage stage) {}
}
