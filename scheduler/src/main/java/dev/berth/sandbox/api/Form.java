package dev.berth.sandbox.api;

import dev.berth.sandbox.objects.StatusException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * In which form an answer is wanted, all of them JSON; chosen from the header {@code Accept} as
 * {@code apiserver/pkg/endpoints/handlers/negotiation} of Kubernetes 1.36.3 does, without
 * preferences by number.
 *
 * <p>Threading: immutable.
 */
enum Form {
  /** The object as it is kept. */
  OBJECT("application/json"),
  TABLE("application/json"),
  METADATA("application/json"),
  /** All of discovery in one document. */
  DISCOVERY("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");

  private static final Set<String> JSON = Set.of("application/json", "application/*", "*/*");

  private final String contentType;

  Form(String contentType) {
    this.contentType = contentType;
  }

  String contentType() {
    return contentType;
  }

  /**
   * The first form that is accepted and offered.
   *
   * @throws StatusException 406 when there is none
   */
  static Form accepted(String accept, Set<Form> offered) {
    if (accept.isBlank()) {
      return OBJECT;
    }
    for (String range : accept.split(",", -1)) {
      Form form = of(range);
      if (form != null && offered.contains(form)) {
        return form;
      }
    }
    throw StatusException.of(
        406,
        "NotAcceptable",
        "only the following media types are accepted: application/json (the sandbox speaks JSON"
            + " only)");
  }

  private static @Nullable Form of(String range) {
    String[] parts = range.split(";", -1);
    if (!JSON.contains(parts[0].strip().toLowerCase(Locale.ROOT))) {
      return null;
    }
    Map<String, String> parameters = new TreeMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals > 0) {
        parameters.put(
            parts[i].substring(0, equals).strip(), parts[i].substring(equals + 1).strip());
      }
    }
    String group = parameters.getOrDefault("g", "");
    String version = parameters.getOrDefault("v", "");
    return switch (parameters.getOrDefault("as", "")) {
      case "" -> OBJECT;
      case "Table" -> group.equals("meta.k8s.io") && version.equals("v1") ? TABLE : null;
      case "PartialObjectMetadata", "PartialObjectMetadataList" ->
          group.equals("meta.k8s.io") && version.equals("v1") ? METADATA : null;
      case "APIGroupDiscoveryList" ->
          group.equals("apidiscovery.k8s.io") && version.equals("v2") ? DISCOVERY : null;
      default -> null;
    };
  }
}
