package dev.berth.plugins.dynamicresources.allocation;

import dev.berth.model.devices.DeviceClass;
import dev.berth.model.devices.DeviceTaint;
import dev.berth.model.devices.DeviceToleration;
import dev.berth.model.devices.DevicesWanted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request, or one alternative of a request, on one node.
 *
 * <p>Threading: scheduler thread only.
 *
 * @param claim the position of the claim
 * @param name of the request and the alternative
 * @param count how many devices it takes
 * @param all the devices of a wish for all of them; null when any will do
 */
record Wish(
    int claim,
    RequestName name,
    DevicesWanted wanted,
    boolean adminAccess,
    DeviceClass deviceClass,
    Selectable selectable,
    long count,
    @Nullable List<Candidate> all) {

  /** Whether its tolerations let a device be allocated. */
  boolean toleratesTaintsOf(Candidate candidate) {
    for (DeviceTaint taint : candidate.device().taints()) {
      boolean prevents =
          taint.effect().equals(DeviceTaint.NO_SCHEDULE)
              || taint.effect().equals(DeviceTaint.NO_EXECUTE);
      if (prevents && !tolerates(taint)) {
        return false;
      }
    }
    return true;
  }

  private boolean tolerates(DeviceTaint taint) {
    for (DeviceToleration toleration : wanted.tolerations()) {
      if (toleration.tolerates(taint)) {
        return true;
      }
    }
    return false;
  }
}
