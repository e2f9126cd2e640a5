package dev.berth.config;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a kube-scheduler may ask us as its HTTP extender: {@code extender} of {@code
 * BerthConfiguration}.
 *
 * <p>Threading: immutable.
 *
 * @param bindAddress where to listen; the loopback unless told otherwise
 * @param port 0 for a free one
 * @param pathPrefix before the verbs, "" or a path such as {@code /api/scheduler}
 * @param plainHttp without TLS
 * @param certFile PEM chain to show, with {@code keyFile}; "" for one made at start
 * @param clientCaFile PEM authorities; callers must have a certificate of theirs. "" asks for none
 * @param maxBodyBytes of one request
 * @param maxBufferedBytes of all requests under way together
 */
public record ExtenderFacade(
    String bindAddress,
    int port,
    String pathPrefix,
    String filterVerb,
    String prioritizeVerb,
    String bindVerb,
    String preemptVerb,
    boolean plainHttp,
    String certFile,
    String keyFile,
    String clientCaFile,
    int maxBodyBytes,
    long maxBufferedBytes) {
  private static final int DEFAULT_PORT = 8888;
  private static final int MOST_PORT = 65_535;

  /** 5,000 nodes of 25 KB, as kube-scheduler sends them. */
  public static final int DEFAULT_BODY_MIB = 128;

  private static final int LEAST_BODY = 64 << 10;
  private static final int MOST_BODY = 1 << 30;
  private static final long MOST_BUFFERED = 64L << 30;

  static @Nullable ExtenderFacade read(Fields own) {
    return own.objectOrNull("extender", ExtenderFacade::of);
  }

  private static ExtenderFacade of(Fields fields) {
    int maxBody = fields.wholeNumber("maxBodyBytes", DEFAULT_BODY_MIB << 20, LEAST_BODY, MOST_BODY);
    ExtenderFacade facade =
        new ExtenderFacade(
            fields.text("bindAddress", "127.0.0.1"),
            fields.wholeNumber("port", DEFAULT_PORT, 0, MOST_PORT),
            prefix(fields),
            verb(fields, "filterVerb", "filter"),
            verb(fields, "prioritizeVerb", "prioritize"),
            verb(fields, "bindVerb", "bind"),
            verb(fields, "preemptVerb", "preempt"),
            fields.flag("plainHTTP", false),
            fields.text("tlsCertFile", ""),
            fields.text("tlsPrivateKeyFile", ""),
            fields.text("clientCAFile", ""),
            maxBody,
            fields.wholeNumber("maxBufferedBytes", 2L * maxBody, maxBody, MOST_BUFFERED));
    facade.check(fields);
    return facade;
  }

  private void check(Fields fields) {
    if (certFile.isEmpty() != keyFile.isEmpty()) {
      fields.problem("tlsCertFile", "and tlsPrivateKeyFile only make sense together");
    }
    if (plainHttp && !(certFile.isEmpty() && clientCaFile.isEmpty())) {
      fields.problem("plainHTTP", "is true, so certificates have no use. Maybe leave it out?");
    }
    long different =
        Stream.of(filterVerb, prioritizeVerb, bindVerb, preemptVerb).distinct().count();
    if (different < 4) {
      fields.problem("filterVerb", "and the other verbs must have different paths");
    }
  }

  private static String prefix(Fields fields) {
    String given = fields.text("pathPrefix", "").replaceAll("/+$", "");
    if (!given.isEmpty() && !given.startsWith("/")) {
      fields.invalid(
          "pathPrefix", Fields.quote(given), "it begins with a slash. Maybe \"/" + given + "\"?");
      return "";
    }
    return given;
  }

  private static String verb(Fields fields, String field, String usual) {
    String given = fields.text(field, usual).replaceAll("^/+|/+$", "");
    return given.isEmpty() ? usual : given;
  }
}
