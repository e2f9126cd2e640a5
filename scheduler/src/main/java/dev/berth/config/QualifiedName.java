package dev.berth.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rule for names such as {@code example.com/gpu}: an optional DNS subdomain and a slash, then
 * up to 63 letters, digits, {@code -}, {@code _}, {@code .} with a letter or digit at both ends.
 *
 * <p>Mirrors {@code IsQualifiedName}, apimachinery {@code pkg/util/validation}, Kubernetes 1.36.3.
 *
 * <p>Threading: immutable.
 */
final class QualifiedName {
  private static final Pattern NAME =
      Pattern.compile("(?:[A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*");
  private static final int SUBDOMAIN_LENGTH = 253;

  private QualifiedName() {}

  /** Returns what is allowed where {@code name} breaks the rule, or null when it keeps it. */
  static @Nullable String broken(String name) {
    int slash = name.indexOf('/');
    String prefix = slash < 0 ? "" : name.substring(0, slash);
    if (slash >= 0
        && (prefix.length() > SUBDOMAIN_LENGTH || !SUBDOMAIN.matcher(prefix).matches())) {
      return "allowed before the slash is a DNS subdomain, such as example.com";
    }
    if (!NAME.matcher(name.substring(slash + 1)).matches()) {
      return "allowed are 1 to 63 letters, digits, '-', '_' and '.', with a letter or digit first"
          + " and last";
    }
    return null;
  }
}
