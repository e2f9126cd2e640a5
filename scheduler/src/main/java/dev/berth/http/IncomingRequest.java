package dev.berth.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that was let in, whole.
 *
 * <p>Threading: immutable; nobody changes {@code body}.
 *
 * @param path decoded and without dot segments
 * @param query all values of each parameter, decoded
 * @param caller who asks; null on a path or listener that is open to all
 */
@SuppressWarnings("ArrayRecordComponent") // read once by its handler, never compared
public record IncomingRequest(
    String method,
    String path,
    Map<String, List<String>> query,
    byte[] body,
    @Nullable Identity caller) {

  /** The first value of a query parameter, or null. */
  public @Nullable String parameter(String name) {
    List<String> values = query.get(name);
    return values == null || values.isEmpty() ? null : values.getFirst();
  }
}
