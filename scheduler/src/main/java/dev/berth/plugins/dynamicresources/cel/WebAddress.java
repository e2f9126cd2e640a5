package dev.berth.plugins.dynamicresources.cel;

import dev.berth.model.FieldErrors;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A URL as the type {@code kubernetes.URL} of Kubernetes' CEL has it: absolute, or a path that
 * starts with a slash.
 *
 * <p>Mirrors {@code url.ParseRequestURI} of Go's {@code net/url} for the forms that its
 * documentation names; why something is no URL is said in words of ours. Threading: immutable.
 *
 * @param text as it was written
 * @param host with the port, as it was written
 */
record WebAddress(String text, String scheme, String host, String escapedPath, String query) {
  private static final Pattern FORM =
      Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?]*))?([^?]*)(?:\\?(.*))?");
  private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^\\[\\]:<>\"\\s]*)(:[0-9]*)?");

  /** Reads a URL; fails as the function {@code url} does. */
  static WebAddress parse(String text) {
    Matcher form = FORM.matcher(text);
    if (text.isEmpty()) {
      throw failure(text, "empty url");
    }
    if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw failure(text, "net/url: invalid control character in URL");
    }
    if (!form.matches()) {
      throw failure(text, "invalid URI for request");
    }
    String scheme = orEmpty(form.group(1)).toLowerCase(Locale.ROOT);
    String path = orEmpty(form.group(3));
    if (scheme.isEmpty() && !text.startsWith("/")) {
      throw failure(text, "invalid URI for request");
    }
    if (!scheme.isEmpty() && form.group(2) == null && !path.startsWith("/")) {
      throw failure(text, "invalid URI for request");
    }
    if (BAD_ESCAPE.matcher(path).find()) {
      throw failure(text, "invalid URL escape");
    }
    String authority = orEmpty(form.group(2));
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    if (!HOST.matcher(host).matches()) {
      throw failure(text, "invalid character in host name");
    }
    return new WebAddress(text, scheme, host, path, orEmpty(form.group(4)));
  }

  private static FunctionFailure failure(String text, String why) {
    return new FunctionFailure(
        "URL parse error during conversion from string: parse "
            + FieldErrors.quote(text)
            + ": "
            + why);
  }

  private static String orEmpty(@Nullable String part) {
    return part == null ? "" : part;
  }

  static boolean isUrl(String text) {
    try {
      parse(text);
      return true;
    } catch (FunctionFailure notOne) {
      return false;
    }
  }

  String hostname() {
    int colon = portColon();
    String name = colon < 0 ? host : host.substring(0, colon);
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }

  String port() {
    int colon = portColon();
    return colon < 0 ? "" : host.substring(colon + 1);
  }

  private int portColon() {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? colon : -1;
  }

  /** The parameters, each with its values in their order; one that cannot be read is left out. */
  Map<String, List<String>> parameters() {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      if (pair.isEmpty() || pair.indexOf(';') >= 0 || BAD_ESCAPE.matcher(pair).find()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      parameters.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
