package dev.berth.extender;

/**
 * Where the verbs are served: {@code PREFIX/VERB}, and {@code PREFIX/PROFILE/VERB} for one profile.
 *
 * <p>Threading: immutable.
 *
 * @param prefix "" or a path such as {@code /api/scheduler}, without a slash at the end
 */
public record ExtenderPaths(
    String prefix, String filter, String prioritize, String bind, String preempt) {

  /** The names that everybody uses, at the root. */
  public static final ExtenderPaths STANDARD =
      new ExtenderPaths("", "filter", "prioritize", "bind", "preempt");

  public ExtenderPaths {
    if (!prefix.isEmpty() && (!prefix.startsWith("/") || prefix.endsWith("/"))) {
      throw new IllegalArgumentException(
          "prefix is \"" + prefix + "\". Maybe \"/" + stripped(prefix) + "\"?");
    }
    requireVerb("filter", filter);
    requireVerb("prioritize", prioritize);
    requireVerb("bind", bind);
    requireVerb("preempt", preempt);
  }

  private static void requireVerb(String verb, String path) {
    if (stripped(path).isEmpty() || path.startsWith("/") || path.endsWith("/")) {
      throw new IllegalArgumentException(
          "the path of " + verb + " is \"" + path + "\". Maybe \"" + verb + "\"?");
    }
  }

  private static String stripped(String path) {
    return path.replaceAll("^/+|/+$", "");
  }

  /** The same below another prefix. */
  public ExtenderPaths below(String otherPrefix) {
    return new ExtenderPaths(otherPrefix, filter, prioritize, bind, preempt);
  }
}
