package dev.berth.http;

import java.util.Set;
import java.util.TreeSet;

/**
 * Paths that are served to everybody: each itself, or with a star at its end everything that begins
 * so.
 *
 * <p>Mirrors {@code k8s.io/apiserver/pkg/authorization/path}, Kubernetes 1.36.3. Threading:
 * immutable.
 */
final class OpenPaths {
  private final Set<String> exact = new TreeSet<>();
  private final Set<String> prefixes = new TreeSet<>();

  OpenPaths(Set<String> paths) {
    for (String path : paths) {
      if (path.endsWith("*")) {
        prefixes.add(path.substring(0, path.length() - 1));
      } else {
        exact.add(path);
      }
    }
  }

  boolean contains(String path) {
    return exact.contains(path) || prefixes.stream().anyMatch(path::startsWith);
  }
}
