package dev.berth.kube.watch;

import dev.berth.kube.decode.DecodedObject;
import dev.berth.kube.decode.ObjectIdentity;
import dev.berth.model.ClusterObject;

/**
 * A DeviceClass in the cache of its informer.
 *
 * <p>Threading: immutable.
 */
final class HeldDeviceClass extends HeldObject {

  HeldDeviceClass(DecodedObject decoded) {
    super(decoded);
  }

  HeldDeviceClass(ObjectIdentity gone) {
    super(gone, ClusterObject.Kind.DEVICE_CLASS);
  }
}
