package dev.berth.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The labels of an object, sorted by key.
 *
 * <p>Threading: immutable.
 */
public final class Labels {
  /** No labels. */
  public static final Labels EMPTY = new Labels(new TreeMap<>());

  private final String[] keys;
  private final String[] values;

  /** Hashes of the keys, so that a look-up compares texts once in nearly all cases. */
  private final int[] keyHashes;

  private final int hash;

  private Labels(SortedMap<String, String> sorted) {
    keys = sorted.keySet().toArray(String[]::new);
    values = sorted.values().toArray(String[]::new);
    keyHashes = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      keyHashes[i] = keys[i].hashCode();
    }
    hash = 31 * Arrays.hashCode(keys) + Arrays.hashCode(values);
  }

  public static Labels of(Map<String, String> map) {
    return map.isEmpty() ? EMPTY : new Labels(new TreeMap<>(map));
  }

  /** The value of a label; null if there is no such label. */
  public @Nullable String get(String key) {
    int i = indexOf(key);
    return i < 0 ? null : values[i];
  }

  public boolean has(String key) {
    return indexOf(key) >= 0;
  }

  private int indexOf(String key) {
    int wanted = key.hashCode();
    int[] hashes = keyHashes;
    for (int i = 0; i < hashes.length; i++) {
      if (hashes[i] == wanted && keys[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether every one of the wanted labels is here with the same value. */
  boolean containsAll(Labels wanted) {
    for (int i = 0; i < wanted.keys.length; i++) {
      int found = indexOf(wanted.keys[i]);
      if (found < 0 || !values[found].equals(wanted.values[i])) {
        return false;
      }
    }
    return true;
  }

  public int size() {
    return keys.length;
  }

  /** The key at that place, in order. */
  public String key(int index) {
    return keys[index];
  }

  /** The value of the key at that place. */
  public String value(int index) {
    return values[index];
  }

  /** A copy, iterating in the order of the keys. */
  public Map<String, String> asMap() {
    Map<String, String> map = LinkedHashMap.newLinkedHashMap(keys.length);
    for (int i = 0; i < keys.length; i++) {
      map.put(keys[i], values[i]);
    }
    return Collections.unmodifiableMap(map);
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return this == o
        || (o instanceof Labels other
            && hash == other.hash
            && Arrays.equals(keys, other.keys)
            && Arrays.equals(values, other.values));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return asMap().toString();
  }
}
