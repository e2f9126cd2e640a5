package dev.berth.kube.decode;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import java.util.regex.Pattern;

/**
 * The JSON factory for everything that an API server sends.
 *
 * <p>Its limits are those of an API server, not Jackson's defaults: one deep or long field in one
 * object must not end a list of thousands.
 *
 * <p>Threading: any thread.
 */
public final class KubeJson {
  /** As deep as Go's JSON decoder goes (encoding/json, maxNestingDepth). */
  private static final int MAX_NESTING = 10_000;

  /** Field sets in managedFields hold values as names. etcd takes no object above 1.5 MiB. */
  private static final int MAX_NAME_CHARS = 2 * 1024 * 1024;

  /** What the parser says of itself, which helps nobody. */
  private static final Pattern INSIDE =
      Pattern.compile(" \\(start marker at \\[.*?\\]\\)|, from `[^`]*`");

  private static final JsonFactory FACTORY = newFactory();

  private KubeJson() {}

  /**
   * A factory that remembers the names of fields for itself alone: a shared one would keep the long
   * ones that a stranger makes up.
   */
  public static JsonFactory newFactory() {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_NESTING)
                .maxNameLength(MAX_NAME_CHARS)
                .build())
        .streamWriteConstraints(
            StreamWriteConstraints.builder().maxNestingDepth(MAX_NESTING).build())
        .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // the names of managedFields never end
        .disable(JsonFactory.Feature.CHARSET_DETECTION) // UTF-8, as Go; places count in its bytes
        .build();
  }

  /** The factory; closing one of its parsers does not close the stream below. */
  public static JsonFactory factory() {
    return FACTORY;
  }

  /** What is wrong with a text that is not JSON, for whoever wrote it. */
  public static String complaint(JacksonException notJson) {
    return INSIDE.matcher(notJson.getOriginalMessage()).replaceAll("");
  }
}
