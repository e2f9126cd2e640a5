package dev.berth.model.storage;

/** An in-tree volume cannot be expressed as one of the CSI driver that has taken its place. */
public final class UntranslatableVolumeException extends Exception {
  private static final long serialVersionUID = 1L;

  UntranslatableVolumeException(String message) {
    super(message);
  }
}
