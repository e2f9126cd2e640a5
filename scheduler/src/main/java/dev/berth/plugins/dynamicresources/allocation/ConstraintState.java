package dev.berth.plugins.dynamicresources.allocation;

import dev.berth.model.devices.Device;
import dev.berth.model.devices.DeviceAttribute;
import dev.berth.model.devices.DeviceConstraint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A constraint of a claim and what it has to remember of the devices picked so far. Once it says
 * no, it says no whatever else is picked.
 *
 * <p>Mirrors {@code matchAttributeConstraint} and {@code distinctAttributeConstraint}
 * (allocator_incubating.go, constraint.go), Kubernetes 1.36.3.
 *
 * <p>Threading: scheduler thread only.
 */
abstract sealed class ConstraintState {
  private final Set<String> requests;
  private final String attribute;
  private int devices;

  private ConstraintState(List<String> requests, String attribute) {
    this.requests = Set.copyOf(requests);
    this.attribute = attribute;
  }

  /** The state of a constraint without devices; null for one of an unknown kind. */
  static @Nullable ConstraintState of(DeviceConstraint constraint) {
    return switch (constraint) {
      case DeviceConstraint.Match(var requests, var attribute) -> new Match(requests, attribute);
      case DeviceConstraint.Distinct(var requests, var attribute) ->
          new Distinct(requests, attribute);
      case DeviceConstraint.Unsupported unsupported -> null;
    };
  }

  /** Takes a device in, or says that it does not fit and changes nothing. */
  final boolean add(Wish wish, Candidate candidate) {
    if (!concerns(wish)) {
      return true;
    }
    DeviceAttribute value = lookup(candidate);
    if (value == null || (devices > 0 && !accepts(value))) {
      return false;
    }
    devices++;
    added(wish.name().base(), value, devices == 1);
    return true;
  }

  /** Lets the device that was added last go. */
  final void remove(Wish wish) {
    if (concerns(wish)) {
      devices--;
      removed(wish.name().base());
    }
  }

  private boolean concerns(Wish wish) {
    return requests.isEmpty()
        || requests.contains(wish.name().base())
        || requests.contains(wish.name().full());
  }

  /** A name without a domain is one of the driver's own domain. */
  private @Nullable DeviceAttribute lookup(Candidate candidate) {
    Device device = candidate.device();
    DeviceAttribute qualified = device.attributes().get(attribute);
    if (qualified != null) {
      return qualified;
    }
    int slash = attribute.indexOf('/');
    boolean own = slash >= 0 && attribute.substring(0, slash).equals(candidate.id().driver());
    return own ? device.attributes().get(attribute.substring(slash + 1)) : null;
  }

  /** Whether a value goes with those of the devices that are in, of which there is at least one. */
  abstract boolean accepts(DeviceAttribute value);

  abstract void added(String request, DeviceAttribute value, boolean first);

  abstract void removed(String request);

  /** All devices have the value of the first one. */
  private static final class Match extends ConstraintState {
    private @Nullable DeviceAttribute common;

    Match(List<String> requests, String attribute) {
      super(requests, attribute);
    }

    @Override
    boolean accepts(DeviceAttribute value) {
      return !(value instanceof DeviceAttribute.Unsupported) && value.equals(common);
    }

    @Override
    void added(String request, DeviceAttribute value, boolean first) {
      if (first) {
        common = value;
      }
    }

    @Override
    void removed(String request) {}
  }

  /** No two requests have one value; of a request with several devices the last one counts. */
  private static final class Distinct extends ConstraintState {
    private final Map<String, DeviceAttribute> byRequest = new HashMap<>();

    Distinct(List<String> requests, String attribute) {
      super(requests, attribute);
    }

    @Override
    boolean accepts(DeviceAttribute value) {
      return byRequest.isEmpty()
          || !(value instanceof DeviceAttribute.Unsupported || byRequest.containsValue(value));
    }

    @Override
    void added(String request, DeviceAttribute value, boolean first) {
      byRequest.put(request, value);
    }

    @Override
    void removed(String request) {
      byRequest.remove(request);
    }
  }
}
