package dev.berth.sandbox.registry;

import java.util.SplittableRandom;
import java.util.UUID;

/**
 * The source of uids and of the random ends of generated names: {@code
 * apiserver/pkg/storage/names/generate.go} of Kubernetes 1.36.3.
 *
 * <p>Threading: any thread.
 */
final class Identities {
  /** No vowels, so that no word comes out. */
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  private static final int RANDOM_LENGTH = 5;
  private static final int LONGEST_BASE = 63 - RANDOM_LENGTH;
  private static final long VERSION_4 = 0x4000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private final SplittableRandom random; // guarded by this

  Identities(SplittableRandom random) {
    this.random = random;
  }

  synchronized String uid() {
    long high = (random.nextLong() & ~0xf000L) | VERSION_4;
    long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | VARIANT;
    return new UUID(high, low).toString();
  }

  synchronized String name(String base) {
    StringBuilder name =
        new StringBuilder(base.length() > LONGEST_BASE ? base.substring(0, LONGEST_BASE) : base);
    for (int i = 0; i < RANDOM_LENGTH; i++) {
      name.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return name.toString();
  }
}
