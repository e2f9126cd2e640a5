package dev.berth.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that was let in, whole.
 *
 * <p>Threading: immutable but for {@code memory}; nobody changes {@code body}.
 *
 * @param path decoded and without dot segments
 * @param query all values of each parameter, decoded
 * @param headers those of {@link #HEADERS} that came, by that name
 * @param caller who asks; null on a path or listener that is open to all
 * @param memory pays for what is made of the body, until the answer is written
 */
@SuppressWarnings("ArrayRecordComponent") // read once by its handler, never compared
public record IncomingRequest(
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    byte[] body,
    @Nullable Identity caller,
    RequestMemory memory) {

  /** The headers that handlers see; what proves who the caller is stays with the listener. */
  public static final List<String> HEADERS =
      List.of("Accept", "Content-Type", "Content-Encoding", "User-Agent");

  /** The value of one of {@link #HEADERS}, those of several lines joined; empty when none came. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** The first value of a query parameter, or null. */
  public @Nullable String parameter(String name) {
    List<String> values = query.get(name);
    return values == null || values.isEmpty() ? null : values.getFirst();
  }
}
