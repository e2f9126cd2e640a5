package dev.berth.bench;

import java.util.Map;

/**
 * What the metadata of an object says beside what its template says.
 *
 * <p>Threading: immutable.
 */
public sealed interface Stamp {
  /** What only a stored object has, {@code "uid": "...",}, or nothing. */
  String stored(String uid);

  /** One more label, {@code "key": "value",}, or nothing. */
  String mark();

  /** The places of a template that these are for. */
  default Map<String, String> places(String uid) {
    return Map.of("stored", stored(uid), "mark", mark());
  }

  /** Of objects as a watch shows them. */
  record Stored() implements Stamp {
    @Override
    public String stored(String uid) {
      return "\"uid\": \"%s\", \"resourceVersion\": \"1\", ".formatted(uid);
    }

    @Override
    public String mark() {
      return "";
    }
  }

  /** Of objects that are to be created, and to be found again by a label. */
  record Marked(String key, String value) implements Stamp {
    @Override
    public String stored(String uid) {
      return "";
    }

    @Override
    public String mark() {
      return "\"%s\": \"%s\", ".formatted(key, value);
    }
  }
}
