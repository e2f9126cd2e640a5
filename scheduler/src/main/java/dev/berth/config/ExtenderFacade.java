package dev.berth.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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

  private static final Pattern PATH =
      Pattern.compile("(?!(.*/)?\\.\\.?(/|$))[\\w.~!$&'()*+,=:@-]+(/[\\w.~!$&'()*+,=:@-]+)*");

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

  /**
   * Each path may mean one thing: a verb of whatever profile, {@code PREFIX/VERB}, or of one,
   * {@code PREFIX/PROFILE/VERB}.
   */
  void checkPaths(List<String> profiles, Findings findings) {
    Map<String, String> meaning = new HashMap<>();
    claim(meaning, "", "", findings);
    for (String profile : profiles) {
      claim(meaning, "/" + profile, " of profile " + profile, findings);
    }
  }

  private void claim(
      Map<String, String> meaning, String below, String ofProfile, Findings findings) {
    Map<String, String> verbs = new LinkedHashMap<>();
    verbs.put("filterVerb", filterVerb);
    verbs.put("prioritizeVerb", prioritizeVerb);
    verbs.put("bindVerb", bindVerb);
    verbs.put("preemptVerb", preemptVerb);
    verbs.forEach(
        (field, verb) -> {
          String path = pathPrefix + below + "/" + verb;
          String first = meaning.putIfAbsent(path, field + ofProfile);
          boolean taken = first != null && !ofProfile.isEmpty(); // else check has said it
          if (taken) {
            findings.problem(
                OwnSettings.KIND + ".extender",
                "gives %s to %s and to %s. Maybe another path for one of them?"
                    .formatted(path, first, field + ofProfile));
          }
        });
  }

  private static String prefix(Fields fields) {
    String given = checked(fields, "pathPrefix", "").replaceAll("/+$", "");
    if (!given.isEmpty() && !given.startsWith("/")) {
      fields.invalid(
          "pathPrefix", Fields.quote(given), "it begins with a slash. Maybe \"/" + given + "\"?");
      return "";
    }
    return given;
  }

  private static String verb(Fields fields, String field, String usual) {
    String given = checked(fields, field, usual).replaceAll("^/+|/+$", "");
    return given.isEmpty() ? usual : given;
  }

  /** A path that requests can have as it is written here. */
  private static String checked(Fields fields, String field, String usual) {
    String given = fields.text(field, usual);
    String inside = given.replaceAll("^/+|/+$", "");
    if (!inside.isEmpty() && !PATH.matcher(inside).matches()) {
      fields.invalid(
          field,
          Fields.quote(given),
          "allowed are letters, digits and -._~!$&'()*+,=:@ between single slashes, and no . or"
              + " ..");
      return usual;
    }
    return given;
  }
}
