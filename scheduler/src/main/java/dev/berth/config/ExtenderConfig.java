package dev.berth.config;

import dev.berth.model.GoDuration;
import dev.berth.model.ResourceName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP extender that is asked about pods.
 *
 * <p>Mirrors {@code Extender} of {@code config/v1/types.go} and {@code validateExtenders} of {@code
 * apis/config/validation/validation.go}, kube-scheduler 1.36.3.
 *
 * <p>Threading: immutable.
 *
 * @param weight of its scores, at least 1
 * @param nodeCacheCapable it keeps nodes itself and is sent names only
 * @param managedResources it is asked only about pods that request one of them; empty means all
 *     pods
 * @param ignorable pods are scheduled even when it does not answer
 */
public record ExtenderConfig(
    String urlPrefix,
    Verbs verbs,
    int weight,
    Tls tls,
    Duration httpTimeout,
    boolean nodeCacheCapable,
    List<ManagedResource> managedResources,
    boolean ignorable) {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  public ExtenderConfig {
    managedResources = List.copyOf(managedResources);
  }

  /** What is appended to the prefix for each question; empty where it is not asked. */
  public record Verbs(String filter, String preempt, String prioritize, String bind) {
    private String listed(int weight) {
      StringJoiner asked = new StringJoiner(", ");
      add(asked, "filter", filter);
      add(asked, "prioritize (weight " + weight + ")", prioritize);
      add(asked, "preempt", preempt);
      add(asked, "bind", bind);
      return asked.toString();
    }

    private static void add(StringJoiner asked, String question, String verb) {
      if (!verb.isEmpty()) {
        asked.add(question);
      }
    }

    static Verbs read(Fields fields) {
      return new Verbs(
          fields.text("filterVerb", ""),
          fields.text("preemptVerb", ""),
          fields.text("prioritizeVerb", ""),
          fields.text("bindVerb", ""));
    }
  }

  /**
   * How its certificate is checked and which one it is shown; data is base64. Whether TLS is spoken
   * at all is said by the prefix.
   *
   * @param enableHttps without an authority to check against, any certificate is taken
   */
  public record Tls(
      boolean enableHttps,
      boolean insecure,
      String serverName,
      String certFile,
      String keyFile,
      String caFile,
      String certData,
      String keyData,
      String caData) {
    static Tls read(Fields fields, boolean enableHttps) {
      return new Tls(
          enableHttps,
          fields.flag("insecure", false),
          fields.text("serverName", ""),
          fields.text("certFile", ""),
          fields.text("keyFile", ""),
          fields.text("caFile", ""),
          fields.base64("certData"),
          fields.base64("keyData"),
          fields.base64("caData"));
    }
  }

  /** A resource that the extender looks after. */
  public record ManagedResource(String name, boolean ignoredByScheduler) {
    static ManagedResource read(Fields fields) {
      String name = fields.requiredText("name");
      String allowed = name.isEmpty() ? null : extendedResource(name);
      if (allowed != null) {
        fields.invalid("name", Fields.quote(name), allowed);
      }
      return new ManagedResource(name, fields.flag("ignoredByScheduler", false));
    }

    private static @Nullable String extendedResource(String name) {
      String allowed = QualifiedName.broken(name);
      boolean extended = allowed != null || ResourceName.of(name).isExtended();
      return extended ? allowed : "allowed is an extended resource, such as example.com/gpu";
    }
  }

  /** Whether it is sent pods that wait for a node. */
  public boolean needsPods() {
    return isAskedAboutNodes() || !verbs.preempt().isEmpty();
  }

  /** Whether it is sent pods that could be evicted, and not only their uids. */
  public boolean needsVictims() {
    return !verbs.preempt().isEmpty() && !nodeCacheCapable;
  }

  /** Whether it is sent nodes, and not only their names. */
  public boolean needsNodes() {
    return isAskedAboutNodes() && !nodeCacheCapable;
  }

  private boolean isAskedAboutNodes() {
    return !verbs.filter().isEmpty() || !verbs.prioritize().isEmpty();
  }

  /** The prefix for everybody's eyes: without a password. */
  public String shownPrefix() {
    return ShownAddress.of(urlPrefix);
  }

  /** Without what belongs to TLS, and without a password. */
  @Override
  public String toString() {
    return "extender %s: %s%s%s"
        .formatted(
            shownPrefix(),
            verbs.listed(weight),
            managedResources.isEmpty()
                ? ""
                : ", of pods that request "
                    + managedResources.stream().map(ManagedResource::name).toList(),
            ignorable ? ", without minding failures" : "");
  }

  static ExtenderConfig read(Fields fields) {
    String urlPrefix = fields.requiredText("urlPrefix");
    Verbs verbs = Verbs.read(fields);
    int weight =
        fields.wholeNumber("weight", 1, verbs.prioritize().isEmpty() ? 0 : 1, Integer.MAX_VALUE);
    if (!verbs.prioritize().isEmpty() && !fields.has("weight")) {
      fields.problem("weight", "is missing; with prioritizeVerb at least 1 is wanted");
    }
    boolean https = fields.flag("enableHTTPS", false);
    Tls tls = fields.object("tlsConfig", config -> Tls.read(config, https));
    Duration timeout = fields.duration("httpTimeout", DEFAULT_TIMEOUT);
    if (timeout.isNegative()) {
      fields.invalid(
          "httpTimeout", GoDuration.format(timeout), "allowed is 0s or more; 0s means 5s");
    }
    return new ExtenderConfig(
        urlPrefix,
        verbs,
        Math.max(1, weight),
        tls,
        timeout.isZero() ? DEFAULT_TIMEOUT : timeout,
        fields.flag("nodeCacheCapable", false),
        fields.objects("managedResources", ManagedResource::read),
        fields.flag("ignorable", false));
  }

  /** Resources that only extenders look at. */
  static List<String> ignoredByScheduler(List<ExtenderConfig> extenders) {
    return extenders.stream()
        .flatMap(extender -> extender.managedResources.stream())
        .filter(ManagedResource::ignoredByScheduler)
        .map(ManagedResource::name)
        .toList();
  }

  /** One pod can be bound by one extender, and one resource be looked after by one. */
  static void checkTogether(Fields fields, List<ExtenderConfig> extenders) {
    String binder = null;
    Map<String, String> firstByResource = new HashMap<>();
    for (int i = 0; i < extenders.size(); i++) {
      String path = fields.elementPath("extenders", i);
      ExtenderConfig extender = extenders.get(i);
      if (!extender.verbs.bind().isEmpty()) {
        if (binder != null) {
          fields.problemAt(
              path + ".bindVerb", "is given, as for " + binder + "; one extender can bind");
        }
        binder = path;
      }
      for (int j = 0; j < extender.managedResources.size(); j++) {
        String resourcePath = path + ".managedResources[" + j + "].name";
        String resource = extender.managedResources.get(j).name();
        String first = firstByResource.putIfAbsent(resource, resourcePath);
        if (first != null && !resource.isEmpty()) {
          fields.problemAt(
              resourcePath,
              "is " + Fields.quote(resource) + ", as " + first + "; each resource may occur once");
        }
      }
    }
  }
}
