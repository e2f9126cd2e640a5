package dev.berth.model.devices;

/**
 * What a driver says about a device under one name.
 *
 * <p>Threading: immutable.
 */
public sealed interface DeviceAttribute {

  record Int(long value) implements DeviceAttribute {}

  record Bool(boolean value) implements DeviceAttribute {}

  record Text(String value) implements DeviceAttribute {}

  /** A semantic version, as it was written. */
  record Version(String value) implements DeviceAttribute {}

  /** Of no type that is known: a list, whose gate is off by default, or one from the future. */
  record Unsupported() implements DeviceAttribute {}
}
