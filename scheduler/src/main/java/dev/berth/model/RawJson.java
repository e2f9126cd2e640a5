package dev.berth.model;

/**
 * An object just as the API server wrote it, without {@code managedFields}: with the fields that
 * nobody here knows.
 *
 * <p>Threading: immutable; whoever has the bytes does not change them.
 */
public final class RawJson {
  private final byte[] utf8;

  private RawJson(byte[] utf8) {
    this.utf8 = utf8;
  }

  /** Takes the bytes over. */
  public static RawJson of(byte[] utf8) {
    return new RawJson(utf8);
  }

  /** The very bytes, only to be read. */
  public byte[] utf8() {
    return utf8;
  }
}
