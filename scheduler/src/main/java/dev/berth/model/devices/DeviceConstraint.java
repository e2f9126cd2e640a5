package dev.berth.model.devices;

import java.util.List;

/**
 * A condition on the devices of several requests together.
 *
 * <p>Threading: immutable.
 */
public sealed interface DeviceConstraint {
  /** The requests, or {@code request/alternative}, it is about; empty when about all. */
  List<String> requests();

  /** All have the attribute, with one value; its name starts with a domain. */
  record Match(List<String> requests, String attribute) implements DeviceConstraint {
    public Match {
      requests = List.copyOf(requests);
    }
  }

  /** All have the attribute, each with another value; its name starts with a domain. */
  record Distinct(List<String> requests, String attribute) implements DeviceConstraint {
    public Distinct {
      requests = List.copyOf(requests);
    }
  }

  /** Of a kind that is not known. */
  record Unsupported(List<String> requests) implements DeviceConstraint {
    public Unsupported {
      requests = List.copyOf(requests);
    }
  }
}
