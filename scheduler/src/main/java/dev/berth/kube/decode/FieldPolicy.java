package dev.berth.kube.decode;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The checked-in list of every field of Kubernetes 1.36 in the structures that decide about
 * placement, and what Berth does with each ({@code placement-fields.txt} beside this class).
 *
 * <p>The decoders take from it which names are known. A test holds it against what they really do,
 * and {@link #newFields} against what a server really has.
 *
 * <p>Threading: immutable.
 */
public final class FieldPolicy {
  /** What Berth does with a field. */
  public enum Disposition {
    /** The decoder reads it. */
    USED,
    /** kube-scheduler 1.36 does not look at it with the default feature gates. */
    IRRELEVANT,
    /** Asks for a feature that Berth does not have: the pod is refused. */
    REFUSED
  }

  /**
   * One line of the list.
   *
   * @param type the structure, {@code PodSpec}
   * @param name the field, {@code nodeSelector}
   * @param reason why, for a reader
   */
  public record Field(String type, String name, Disposition disposition, String reason) {
    @Override
    public String toString() {
      return type + "." + name;
    }
  }

  /** One structure of the API: the names it has in 1.36. */
  static final class Type {
    private final Map<String, Field> fields;

    private Type(Map<String, Field> fields) {
      this.fields = Map.copyOf(fields);
    }

    boolean knows(String field) {
      return fields.containsKey(field);
    }
  }

  private static final String RESOURCE = "placement-fields.txt";

  /** Where OpenAPI keeps the structures of the list. */
  private static final List<String> OPEN_API_PACKAGES =
      List.of("io.k8s.api.core.v1.", "io.k8s.apimachinery.pkg.apis.meta.v1.");

  private static final FieldPolicy INSTANCE = read();

  private final List<Field> fields;
  private final Map<String, Type> types;

  private FieldPolicy(List<Field> fields) {
    this.fields = List.copyOf(fields);
    Map<String, Map<String, Field>> byType = new HashMap<>();
    for (Field field : fields) {
      Map<String, Field> ofType = byType.computeIfAbsent(field.type(), type -> new HashMap<>());
      if (ofType.put(field.name(), field) != null) {
        throw new IllegalStateException(RESOURCE + " has two lines for " + field);
      }
    }
    Map<String, Type> made = new TreeMap<>();
    byType.forEach((name, ofType) -> made.put(name, new Type(ofType)));
    this.types = made;
  }

  /** The list. */
  public static FieldPolicy get() {
    return INSTANCE;
  }

  /** All lines, in the order of the file. */
  public List<Field> fields() {
    return fields;
  }

  /** The fields of one structure, which must be in the list. */
  static Type type(String name) {
    Type type = INSTANCE.types.get(name);
    if (type == null) {
      throw new IllegalArgumentException(RESOURCE + " has no structure " + name);
    }
    return type;
  }

  /**
   * The fields that a server has in the structures of the list and that the list has not, as {@code
   * PodSpec.newField}, sorted.
   *
   * @param openApi a document of {@code /openapi/v2} or {@code /openapi/v3/api/v1}
   * @throws IllegalArgumentException when the document has none of one of the structures, so that
   *     it proves nothing
   */
  public List<String> newFields(JsonNode openApi) {
    JsonNode definitions =
        openApi.has("definitions")
            ? openApi.path("definitions")
            : openApi.at("/components/schemas");
    List<String> found = new ArrayList<>();
    types.forEach(
        (name, type) -> {
          for (String property : properties(definitions, name)) {
            if (!type.knows(property)) {
              found.add(name + "." + property);
            }
          }
        });
    return found.stream().sorted().toList();
  }

  private static Set<String> properties(JsonNode definitions, String type) {
    for (String prefix : OPEN_API_PACKAGES) {
      JsonNode properties = definitions.path(prefix + type).path("properties");
      if (!properties.isMissingNode()) {
        Set<String> names = new TreeSet<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
      }
    }
    throw new IllegalArgumentException(
        "the OpenAPI document has no definition of "
            + type
            + ". Maybe it is not the document of the core v1 group?");
  }

  private static FieldPolicy read() {
    InputStream file = FieldPolicy.class.getResourceAsStream(RESOURCE);
    Objects.requireNonNull(file, RESOURCE);
    List<Field> fields = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Field field = parse(line.strip());
        if (field != null) {
          fields.add(field);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new FieldPolicy(fields);
  }

  private static @Nullable Field parse(String line) {
    if (line.isEmpty() || line.startsWith("#")) {
      return null;
    }
    List<String> columns = Arrays.asList(line.split("\\s+", 3));
    List<String> path = Arrays.asList(columns.get(0).split("\\.", 2));
    if (columns.size() < 3 || path.size() < 2) {
      throw new IllegalStateException(RESOURCE + " has the line \"" + line + "\"");
    }
    Disposition disposition = Disposition.valueOf(columns.get(1).toUpperCase(Locale.ROOT));
    return new Field(path.get(0), path.get(1), disposition, columns.get(2));
  }
}
