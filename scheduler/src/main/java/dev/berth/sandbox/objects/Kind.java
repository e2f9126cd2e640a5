package dev.berth.sandbox.objects;

import java.util.List;
import java.util.Locale;

/**
 * A kind of object in one version of one API group, as discovery tells of it.
 *
 * <p>Threading: immutable.
 *
 * @param group empty for the core group
 * @param plural the name in paths: {@code pods}
 * @param namespaced whether its objects live in namespaces
 * @param shortNames what kubectl takes too: {@code po}
 * @param subresources below an object: {@code status}, {@code binding}
 * @param selectableFields paths that a field selector may name, beside name and namespace: {@code
 *     spec.nodeName}
 */
public record Kind(
    String group,
    String version,
    String name,
    String plural,
    boolean namespaced,
    List<String> shortNames,
    List<String> subresources,
    List<String> selectableFields) {

  public Kind {
    shortNames = List.copyOf(shortNames);
    subresources = List.copyOf(subresources);
    selectableFields = List.copyOf(selectableFields);
  }

  /** {@code v1}, or {@code coordination.k8s.io/v1}. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** {@code pods}, or {@code leases.coordination.k8s.io}: how messages of the server name it. */
  public String qualifiedPlural() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  public String singular() {
    return name.toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return qualifiedPlural();
  }
}
