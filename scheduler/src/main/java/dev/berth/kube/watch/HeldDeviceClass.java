package dev.berth.kube.watch;

import dev.berth.cycle.Message;
import dev.berth.kube.decode.DeviceClass;
import dev.berth.kube.decode.ObjectIdentity;

/**
 * A DeviceClass in the cache of its informer.
 *
 * <p>Threading: immutable.
 */
final class HeldDeviceClass extends Held {
  static final String KIND = "DeviceClass";

  private HeldDeviceClass(ObjectIdentity identity, Message news) {
    super(identity, news);
  }

  static HeldDeviceClass of(DeviceClass deviceClass) {
    ObjectIdentity identity = deviceClass.identity();
    return new HeldDeviceClass(
        identity, new Message.DeviceClassSeen(identity.name(), deviceClass.extendedResourceName()));
  }

  static HeldDeviceClass deleted(ObjectIdentity identity) {
    return new HeldDeviceClass(identity, new Message.DeviceClassGone(identity.name()));
  }

  @Override
  Message gone() {
    return new Message.DeviceClassGone(identity().name());
  }
}
