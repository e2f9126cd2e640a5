package dev.berth.model;

import com.google.common.collect.MapMaker;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The interned name of a resource: one object per text, so that {@code ==} compares names. A name
 * that no value refers to any more is forgotten; its id is not given out again.
 *
 * <p>Mirrors {@code pkg/scheduler/util/utils.go} and {@code pkg/apis/core/v1/helper/helpers.go} of
 * Kubernetes 1.36.3.
 *
 * <p>Threading: immutable.
 */
public final class ResourceName {
  private static final ConcurrentMap<String, ResourceName> NAMES =
      new MapMaker().weakValues().makeMap();
  private static final AtomicInteger NEXT_ID = new AtomicInteger();
  private static final String NATIVE_PREFIX = "kubernetes.io/";

  public static final ResourceName CPU = of("cpu");
  public static final ResourceName MEMORY = of("memory");
  public static final ResourceName EPHEMERAL_STORAGE = of("ephemeral-storage");
  public static final ResourceName PODS = of("pods");

  private final String name;
  private final int id;
  private final boolean extended;
  private final boolean hugePages;
  private final boolean scalar;

  private ResourceName(String name, int id) {
    this.name = name;
    this.id = id;
    boolean prefixedNative = name.contains(NATIVE_PREFIX);
    this.extended =
        name.contains("/")
            && !prefixedNative
            && !name.startsWith("requests.")
            && LabelSyntax.keyErrors("requests." + name).isEmpty();
    this.hugePages = name.startsWith("hugepages-");
    this.scalar = extended || hugePages || prefixedNative || name.startsWith("attachable-volumes-");
  }

  /** The one name with this text. */
  public static ResourceName of(String name) {
    ResourceName known = NAMES.get(name);
    if (known != null) {
      return known;
    }
    ResourceName made = new ResourceName(name, NEXT_ID.getAndIncrement());
    ResourceName earlier = NAMES.putIfAbsent(name, made);
    return earlier == null ? made : earlier;
  }

  public String name() {
    return name;
  }

  /** A small number, unique among the names of this process. */
  public int id() {
    return id;
  }

  /** Extended resource, huge pages, native name with prefix, or attachable volumes. */
  public boolean isScalar() {
    return scalar;
  }

  /** Has a domain prefix other than {@code kubernetes.io} and is a valid quota name. */
  public boolean isExtended() {
    return extended;
  }

  public boolean isHugePages() {
    return hugePages;
  }

  /** The part before the first {@code /}, "" if there is none. */
  public String group() {
    int slash = name.indexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }

  @Override
  public String toString() {
    return name;
  }
}
