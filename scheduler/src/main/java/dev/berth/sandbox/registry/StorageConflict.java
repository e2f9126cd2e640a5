package dev.berth.sandbox.registry;

import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.StatusException;

/**
 * The conflict of a write whose precondition the stored object does not meet, in the words of
 * etcd's layer: {@code apiserver/pkg/storage/{interfaces,errors}.go} of Kubernetes 1.36.3.
 *
 * <p>Threading: any thread.
 */
final class StorageConflict {
  private StorageConflict() {}

  /** Refuses when a uid or a version is asked for that it does not have; empty asks for none. */
  static void check(KubeObject current, String uid, String version) {
    if (!uid.isEmpty() && !uid.equals(current.uid())) {
      throw differs(current, "UID", uid, current.uid());
    }
    String found = Long.toString(current.version());
    if (!version.isEmpty() && !version.equals(found)) {
      throw differs(current, "ResourceVersion", version, found);
    }
  }

  private static StatusException differs(
      KubeObject current, String field, String wanted, String found) {
    Kind kind = current.kind();
    String folder = kind.equals(Kinds.NODE) ? "minions" : kind.plural();
    return StatusException.conflict(
        kind,
        current.name(),
        "StorageError: invalid object, Code: 4, Key: /registry/%s/%s, ResourceVersion: 0,"
                .formatted(folder, current.key())
            + " AdditionalErrorMsg: Precondition failed: %s in precondition: %s, %s in object meta: %s"
                .formatted(field, wanted, field, found));
  }
}
