package dev.berth.cycle;

import dev.berth.framework.PermitPlugin;
import dev.berth.framework.Plugin;
import dev.berth.framework.PostBindPlugin;
import dev.berth.framework.PreBindPlugin;
import dev.berth.framework.ReservePlugin;
import dev.berth.framework.Status;
import dev.berth.framework.TimedPoint;
import dev.berth.pipeline.PluginTimes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins that a placement meets on the scheduler thread: Reserve, Permit and the pre-flight of
 * PreBind on its way out, PostBind at its end, Unreserve when it is undone. Each point is timed.
 *
 * <p>Mirrors {@code pkg/scheduler/framework/runtime/framework.go}, Kubernetes 1.36.3. Threading:
 * scheduler thread only.
 */
record PlacementPlugins(Placement placement) {
  private static final Status HELD = Status.waiting(Duration.ZERO);
  private static final Logger LOG = LoggerFactory.getLogger(PlacementPlugins.class);

  /** Success, or what the first plugin said that did not agree. */
  Status reserve() {
    long start = System.nanoTime();
    Status reserved = Status.success();
    for (ReservePlugin plugin : placement.plugins().commitment().reserve()) {
      Status status =
          ask(
              TimedPoint.RESERVE,
              plugin,
              "reserve",
              () -> plugin.reserve(placement.state(), placement.pod(), placement.nodeName()));
      if (!status.isSuccess()) {
        reserved = failure("Reserve", plugin, status);
        break;
      }
    }
    placement.took(TimedPoint.RESERVE, reserved, start);
    return reserved;
  }

  void unreserve() {
    long start = System.nanoTime();
    for (ReservePlugin plugin : placement.plugins().commitment().reserve().reversed()) {
      long pluginStart = PluginTimes.start(placement.state());
      try {
        plugin.unreserve(placement.state(), placement.pod(), placement.nodeName());
      } catch (RuntimeException thrown) {
        LOG.error("plugin {} threw in unreserve; the others go on", plugin.name(), thrown);
      }
      placement.took(TimedPoint.UNRESERVE, plugin, Status.success(), pluginStart);
    }
    placement.took(TimedPoint.UNRESERVE, Status.success(), start);
  }

  /**
   * Success, or what the first plugin said that rejects the pod.
   *
   * @param waits gets the plugins that hold it, and for how long at most
   */
  Status permit(Map<String, Duration> waits) {
    long start = System.nanoTime();
    Status permitted = Status.success();
    for (PermitPlugin plugin : placement.plugins().commitment().permit()) {
      Status status =
          ask(
              TimedPoint.PERMIT,
              plugin,
              "permit",
              () -> plugin.permit(placement.state(), placement.pod(), placement.nodeName()));
      if (status instanceof Status.Wait held) {
        waits.put(plugin.name(), held.timeout());
      } else if (!status.isSuccess()) {
        permitted = failure("Permit", plugin, status);
        break;
      }
    }
    placement.took(TimedPoint.PERMIT, waits.isEmpty() ? permitted : HELD, start);
    return permitted;
  }

  /**
   * Success, or an error: only Success, Skip and Error are allowed here, so a rejection is one,
   * too.
   *
   * @param atWork gets the plugins that have something to do before the pod is bound
   */
  Status preFlight(List<PreBindPlugin> atWork) {
    long start = System.nanoTime();
    Status ready = Status.success();
    for (PreBindPlugin plugin : placement.plugins().commitment().preBind()) {
      Status status =
          ask(
              TimedPoint.PRE_BIND_PRE_FLIGHT,
              plugin,
              "preBindPreFlight",
              () ->
                  plugin.preBindPreFlight(
                      placement.state(), placement.pod(), placement.nodeName()));
      if (status.isSuccess()) {
        atWork.add(plugin);
      } else if (!(status instanceof Status.Skip)) {
        ready =
            new Status.Error(
                plugin.name(),
                List.of("running PreBindPreFlight \"" + plugin.name() + "\": " + status.message()));
        break;
      }
    }
    boolean nobody = ready.isSuccess() && atWork.isEmpty();
    placement.took(TimedPoint.PRE_BIND_PRE_FLIGHT, nobody ? Status.skip() : ready, start);
    return ready;
  }

  void postBind() {
    long start = System.nanoTime();
    for (PostBindPlugin plugin : placement.plugins().commitment().postBind()) {
      long pluginStart = PluginTimes.start(placement.state());
      try {
        plugin.postBind(placement.state(), placement.pod(), placement.nodeName());
      } catch (RuntimeException thrown) {
        LOG.error(
            "plugin {} threw in postBind; the pod is bound all the same", plugin.name(), thrown);
      }
      placement.took(TimedPoint.POST_BIND, plugin, Status.success(), pluginStart);
    }
    placement.took(TimedPoint.POST_BIND, Status.success(), start);
  }

  private Status ask(TimedPoint point, Plugin plugin, String method, Supplier<Status> question) {
    long start = PluginTimes.start(placement.state());
    Status status;
    try {
      status = question.get();
    } catch (RuntimeException thrown) {
      LOG.error("plugin {} threw in {}", plugin.name(), method, thrown);
      status = Status.error(thrown);
    }
    placement.took(point, plugin, status, start);
    return status;
  }

  /** What a plugin said that does not agree, in its name: a rejection as it is, else an error. */
  static Status failure(String point, Plugin plugin, Status status) {
    return status.isRejection()
        ? status.by(plugin.name())
        : new Status.Error(
            plugin.name(),
            List.of("running " + point + " plugin \"" + plugin.name() + "\": " + status.message()));
  }
}
