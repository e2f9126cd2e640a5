package dev.berth.sandbox.fault;

import org.jspecify.annotations.Nullable;

/**
 * Which requests a fault is for: those that agree with every part that is given.
 *
 * <p>Threading: immutable.
 */
public record Requests(
    @Nullable String verb,
    @Nullable String resource,
    @Nullable String namespace,
    @Nullable String name) {

  public static Requests all() {
    return new Requests(null, null, null, null);
  }

  /**
   * Those with that verb.
   *
   * @param wanted {@code get}, {@code list}, {@code watch}, {@code create}, {@code update}, {@code
   *     patch}, {@code delete} or {@code deletecollection}
   */
  public Requests verb(String wanted) {
    return new Requests(wanted, resource, namespace, name);
  }

  /** For that resource: {@code pods}, or a subresource: {@code pods/binding}. */
  public Requests of(String wanted) {
    return new Requests(verb, wanted, namespace, name);
  }

  public Requests in(String wanted) {
    return new Requests(verb, resource, wanted, name);
  }

  public Requests named(String wanted) {
    return new Requests(verb, resource, namespace, wanted);
  }

  boolean matches(Call call) {
    return fits(verb, call.verb())
        && fits(resource, call.resource())
        && fits(namespace, call.namespace())
        && fits(name, call.name());
  }

  static boolean fits(@Nullable String wanted, String is) {
    return wanted == null || wanted.equals(is);
  }
}
