package dev.berth.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The images that a pod needs, by normalised name.
 *
 * <p>Mirrors the ImageLocality plugin of Kubernetes 1.36.3: every container counts, also with an
 * image that another one has; image volumes add to the names but not to the number of containers.
 *
 * <p>Threading: immutable.
 */
public final class PodImages {
  /** No images. */
  public static final PodImages NONE = new PodImages(List.of(), 0);

  private final List<String> names;
  private final int scoredContainers;
  private final int hash;

  private PodImages(List<String> names, int scoredContainers) {
    this.names = names;
    this.scoredContainers = scoredContainers;
    this.hash = 31 * names.hashCode() + scoredContainers;
  }

  /** Names as they were written. */
  public static PodImages of(
      List<String> initContainers, List<String> containers, List<String> volumes) {
    List<String> names =
        new ArrayList<>(initContainers.size() + containers.size() + volumes.size());
    initContainers.forEach(name -> names.add(normalised(name)));
    containers.forEach(name -> names.add(normalised(name)));
    volumes.forEach(name -> names.add(normalised(name)));
    return new PodImages(List.copyOf(names), initContainers.size() + containers.size());
  }

  /** Adds {@code :latest} if there is no colon after the last slash. */
  public static String normalised(String name) {
    return name.lastIndexOf(':') <= name.lastIndexOf('/') ? name + ":latest" : name;
  }

  /** Init containers, app containers, image volumes, in this order. */
  public List<String> names() {
    return names;
  }

  /** Init and app containers, the number that scores are scaled with. */
  public int scoredContainers() {
    return scoredContainers;
  }

  public boolean isEmpty() {
    return names.isEmpty();
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return this == o
        || (o instanceof PodImages other
            && hash == other.hash
            && scoredContainers == other.scoredContainers
            && names.equals(other.names));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return names.toString();
  }
}
