package dev.berth.kube.decode;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What stands where JSON has null or nothing: the empty value, as in Go.
 *
 * <p>Threading: any thread.
 */
final class Absent {
  private Absent() {}

  static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  static List<String> texts(@Nullable List<@Nullable String> values) {
    return each(values, "").toList();
  }

  /** The elements of a list that may be absent; {@code empty} stands for a null among them. */
  static <T> Stream<T> each(@Nullable List<@Nullable T> list, T empty) {
    return list == null ? Stream.of() : list.stream().map(e -> e == null ? empty : e);
  }
}
