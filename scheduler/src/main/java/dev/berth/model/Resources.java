package dev.berth.model;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Amounts of resources: milli-CPU, bytes of memory and ephemeral storage, a number of pods, and
 * whole units of scalar resources (extended ones, huge pages) sorted by name. Arithmetic wraps
 * around on overflow. Sums and differences do not list scalars that are 0, so that adding and
 * taking away a pod gives an equal value again; {@link #of} and {@link Builder} keep a 0 that was
 * written.
 *
 * <p>Mirrors {@code framework.Resource}, {@code pkg/scheduler/framework/types.go}, Kubernetes
 * 1.36.3.
 *
 * <p>Threading: immutable.
 */
public final class Resources {
  private static final ResourceName[] NO_NAMES = {};
  private static final long[] NO_VALUES = {};

  /** Nothing of anything. */
  public static final Resources ZERO = new Resources(0, 0, 0, 0, NO_NAMES, NO_VALUES);

  private final long milliCpu;
  private final long memoryBytes;
  private final long ephemeralStorageBytes;
  private final long pods;

  /** Strictly ascending by text. */
  private final ResourceName[] scalarNames;

  private final long[] scalarValues;
  private final int hash;

  private Resources(
      long milliCpu,
      long memoryBytes,
      long ephemeralStorageBytes,
      long pods,
      ResourceName[] scalarNames,
      long[] scalarValues) {
    this.milliCpu = milliCpu;
    this.memoryBytes = memoryBytes;
    this.ephemeralStorageBytes = ephemeralStorageBytes;
    this.pods = pods;
    this.scalarNames = scalarNames;
    this.scalarValues = scalarValues;
    int h = Long.hashCode(milliCpu);
    h = 31 * h + Long.hashCode(memoryBytes);
    h = 31 * h + Long.hashCode(ephemeralStorageBytes);
    h = 31 * h + Long.hashCode(pods);
    h = 31 * h + Arrays.hashCode(scalarNames);
    this.hash = 31 * h + Arrays.hashCode(scalarValues);
  }

  /**
   * The amounts of a resource list, each quantity rounded up once. Names that are neither native
   * nor scalar are ignored.
   */
  public static Resources of(Map<String, Quantity> list) {
    if (list.isEmpty()) {
      return ZERO;
    }
    Builder builder = builder();
    list.forEach(builder::set);
    return builder.build();
  }

  public static Builder builder() {
    return new Builder();
  }

  public long milliCpu() {
    return milliCpu;
  }

  public long memoryBytes() {
    return memoryBytes;
  }

  public long ephemeralStorageBytes() {
    return ephemeralStorageBytes;
  }

  /** The number of pods that a node takes. */
  public long pods() {
    return pods;
  }

  /** Whole units of a scalar resource, 0 if it is not listed. */
  public long scalar(ResourceName name) {
    int i = indexOf(name);
    return i < 0 ? 0 : scalarValues[i];
  }

  /** Any resource: CPU in thousandths, everything else in whole units, 0 if it is not listed. */
  public long get(ResourceName name) {
    if (name == ResourceName.CPU) {
      return milliCpu;
    }
    if (name == ResourceName.MEMORY) {
      return memoryBytes;
    }
    if (name == ResourceName.EPHEMERAL_STORAGE) {
      return ephemeralStorageBytes;
    }
    return name == ResourceName.PODS ? pods : scalar(name);
  }

  /** Whether the scalar resource is listed, be it with 0. */
  public boolean hasScalar(ResourceName name) {
    return indexOf(name) >= 0;
  }

  public int scalarCount() {
    return scalarNames.length;
  }

  /** The name at position {@code i} of the list sorted by name. */
  public ResourceName scalarName(int i) {
    return scalarNames[i];
  }

  /** The amount of {@link #scalarName}{@code (i)}. */
  public long scalarValue(int i) {
    return scalarValues[i];
  }

  private int indexOf(ResourceName name) {
    ResourceName[] names = scalarNames;
    for (int i = 0; i < names.length; i++) {
      if (names[i] == name) {
        return i;
      }
    }
    return -1;
  }

  public Resources plus(Resources other) {
    return combine(other, 1);
  }

  public Resources minus(Resources other) {
    return combine(other, -1);
  }

  private Resources combine(Resources other, long sign) {
    ResourceName[] names = NO_NAMES;
    long[] values = NO_VALUES;
    int bound = scalarNames.length + other.scalarNames.length;
    if (bound > 0) {
      names = new ResourceName[bound];
      values = new long[bound];
      int size = mergeScalars(other, sign, names, values);
      if (size < bound) {
        names = Arrays.copyOf(names, size);
        values = Arrays.copyOf(values, size);
      }
    }
    return new Resources(
        milliCpu + sign * other.milliCpu,
        memoryBytes + sign * other.memoryBytes,
        ephemeralStorageBytes + sign * other.ephemeralStorageBytes,
        pods + sign * other.pods,
        names,
        values);
  }

  /** Merges the two sorted lists and returns how many sums are not 0. */
  private int mergeScalars(Resources other, long sign, ResourceName[] names, long[] values) {
    int mine = 0;
    int others = 0;
    int size = 0;
    while (mine < scalarNames.length || others < other.scalarNames.length) {
      int order = compareAt(mine, other, others);
      ResourceName name = order <= 0 ? scalarNames[mine] : other.scalarNames[others];
      long sum = order <= 0 ? scalarValues[mine++] : 0;
      if (order >= 0) {
        sum += sign * other.scalarValues[others++];
      }
      if (sum != 0) {
        names[size] = name;
        values[size++] = sum;
      }
    }
    return size;
  }

  private int compareAt(int mine, Resources other, int others) {
    if (mine == scalarNames.length) {
      return 1;
    }
    if (others == other.scalarNames.length) {
      return -1;
    }
    ResourceName a = scalarNames[mine];
    ResourceName b = other.scalarNames[others];
    return a == b ? 0 : a.name().compareTo(b.name());
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return this == o
        || (o instanceof Resources other
            && hash == other.hash
            && milliCpu == other.milliCpu
            && memoryBytes == other.memoryBytes
            && ephemeralStorageBytes == other.ephemeralStorageBytes
            && pods == other.pods
            && Arrays.equals(scalarNames, other.scalarNames)
            && Arrays.equals(scalarValues, other.scalarValues));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("{cpu: ").append(milliCpu).append("m, memory: ").append(memoryBytes);
    if (ephemeralStorageBytes != 0) {
      text.append(", ephemeral-storage: ").append(ephemeralStorageBytes);
    }
    if (pods != 0) {
      text.append(", pods: ").append(pods);
    }
    for (int i = 0; i < scalarNames.length; i++) {
      text.append(", ").append(scalarNames[i]).append(": ").append(scalarValues[i]);
    }
    return text.append('}').toString();
  }

  /**
   * Collects amounts; every one starts as 0, scalars as not listed.
   *
   * <p>Threading: one per value that is built.
   */
  public static final class Builder {
    private final TreeMap<String, Long> scalars = new TreeMap<>();
    private long milliCpu;
    private long memoryBytes;
    private long ephemeralStorageBytes;
    private long pods;

    private Builder() {}

    public Builder milliCpu(long amount) {
      milliCpu = amount;
      return this;
    }

    public Builder memoryBytes(long amount) {
      memoryBytes = amount;
      return this;
    }

    public Builder ephemeralStorageBytes(long amount) {
      ephemeralStorageBytes = amount;
      return this;
    }

    public Builder pods(long amount) {
      pods = amount;
      return this;
    }

    /** Lists a scalar resource, also with 0. */
    public Builder scalar(ResourceName name, long amount) {
      scalars.put(name.name(), amount);
      return this;
    }

    /** Any resource by its name; a name that is neither native nor scalar is ignored. */
    void set(String name, Quantity quantity) {
      switch (name) {
        case "cpu" -> milliCpu = quantity.milliValue();
        case "memory" -> memoryBytes = quantity.value();
        case "ephemeral-storage" -> ephemeralStorageBytes = quantity.value();
        case "pods" -> pods = quantity.value();
        default -> {
          if (ResourceName.of(name).isScalar()) {
            scalars.put(name, quantity.value());
          }
        }
      }
    }

    public Resources build() {
      ResourceName[] names = NO_NAMES;
      long[] values = NO_VALUES;
      if (!scalars.isEmpty()) {
        names = scalars.keySet().stream().map(ResourceName::of).toArray(ResourceName[]::new);
        values = scalars.values().stream().mapToLong(Long::longValue).toArray();
      }
      return new Resources(milliCpu, memoryBytes, ephemeralStorageBytes, pods, names, values);
    }
  }
}
