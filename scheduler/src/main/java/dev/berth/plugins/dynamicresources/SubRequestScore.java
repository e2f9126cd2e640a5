package dev.berth.plugins.dynamicresources;

import dev.berth.framework.ScoreException;
import dev.berth.model.devices.AllocatedDevice;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.DeviceRequest;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * How near to the front of their lists the alternatives stand that a node would give.
 *
 * <p>Mirrors {@code computeScore}, {@code plugins/dynamicresources/dynamicresources.go}, Kubernetes
 * 1.36.3. Threading: any thread.
 */
final class SubRequestScore {

  /** As many alternatives as a request may have ({@code FirstAvailableDeviceRequestMaxSize}). */
  private static final int MOST_ALTERNATIVES = 8;

  private SubRequestScore() {}

  static long of(List<ClaimState.Entry> entries, List<Allocation> found) throws ScoreException {
    long score = 0;
    Iterator<Allocation> next = found.iterator();
    for (ClaimState.Entry entry : entries) {
      Allocation allocation = entry.claim().allocation();
      if (allocation == null) {
        if (!next.hasNext()) {
          throw new ScoreException(
              "number of allocations %d is smaller than number of claims needing allocation"
                  .formatted(found.size()));
        }
        allocation = next.next();
      }
      score += of(entry.claim().spec().requests(), allocated(allocation));
    }
    return score;
  }

  private static Set<String> allocated(Allocation allocation) {
    Set<String> requests = new HashSet<>();
    for (AllocatedDevice device : allocation.devices()) {
      requests.add(device.request());
    }
    return requests;
  }

  private static long of(List<DeviceRequest> requests, Set<String> allocated) {
    long score = 0;
    for (DeviceRequest request : requests) {
      if (request instanceof DeviceRequest.FirstAvailable(String name, var alternatives)) {
        for (int i = 0; i < alternatives.size(); i++) {
          if (allocated.contains(name + "/" + alternatives.get(i).name())) {
            score += MOST_ALTERNATIVES - i;
          }
        }
      }
    }
    return score;
  }
}
