package dev.berth.metrics;

import dev.berth.framework.PluginNews;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.Locale;

/**
 * What plugins report of volumes and devices while a decision is carried out.
 *
 * <p>Mirrors what {@code plugins/dynamicresources} and {@code plugins/volumebinding/binder.go},
 * Kubernetes 1.36.3, record. Threading: any thread.
 */
final class PluginMetrics implements PluginNews {
  private static final double NANOS = 1e-9;

  private final Counter claims;
  private final Counter allocations;
  private final Histogram waits;
  private final Counter volumeErrors;

  PluginMetrics(Instruments make) {
    claims =
        make.counter(
            "scheduler_resourceclaim_creates_total",
            "[ALPHA] Requests to create a ResourceClaim for extended resources of a pod.",
            "status");
    allocations =
        make.counter(
            "scheduler_dra_bindingconditions_allocations_total",
            "[ALPHA] Devices with binding conditions that a pod waited for, one for each attempt.",
            "profile",
            "driver",
            "status");
    waits =
        make.histogram(
            "scheduler_dra_bindingconditions_wait_duration_seconds",
            "[ALPHA] How long PreBind waited for binding conditions, one for each device.",
            Buckets.exponential(0.1, 2, 14),
            "profile",
            "driver",
            "status");
    volumeErrors =
        make.counter(
            "scheduler_volume_scheduling_stage_error_total",
            "[ALPHA] Errors of VolumeBinding, by the step in which they happened.",
            "operation");
  }

  @Override
  public void waitedForDevices(DeviceWait wait) {
    String status = label(wait.end());
    for (String driver : wait.devices()) {
      waits.labelValues(wait.profile(), driver, status).observe(wait.nanos() * NANOS);
    }
    for (String driver : wait.conditioned()) {
      allocations.labelValues(wait.profile(), driver, status).inc();
    }
  }

  @Override
  public void claimCreated(boolean failed) {
    claims.labelValues(failed ? "failure" : "success").inc();
  }

  @Override
  public void volumeStageFailed(VolumeStage stage) {
    volumeErrors.labelValues(label(stage)).inc();
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
