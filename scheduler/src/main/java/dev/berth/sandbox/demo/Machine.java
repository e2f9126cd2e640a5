package dev.berth.sandbox.demo;

/**
 * The sorts of machines in the demo: two sizes, one with devices, and one that only pods with a
 * toleration may use.
 *
 * <p>What is allocatable is a little less than the machine has, as with real kubelets, which keep
 * something for themselves. Threading: immutable.
 */
enum Machine {
  SMALL("small", "general", 4, 16, 0),
  LARGE("large", "general", 16, 64, 0),
  GPU("gpu", "general", 8, 64, 4),
  BATCH("batch", "batch", 8, 32, 0);

  /** The resource that the GPU machines have. */
  static final String DEVICE = "example.com/gpu";

  static final int PODS = 110;

  private static final int KEPT_MILLI_CPU = 80;
  private static final int KEPT_MEBIBYTES = 1000;

  /** Eight machines hold all sorts; more are as mixed. */
  private static final Machine[] MIX = {SMALL, LARGE, SMALL, GPU, SMALL, BATCH, LARGE, SMALL};

  private final String type;
  private final String pool;
  private final int cpus;
  private final int gibibytes;
  private final int devices;

  Machine(String type, String pool, int cpus, int gibibytes, int devices) {
    this.type = type;
    this.pool = pool;
    this.cpus = cpus;
    this.gibibytes = gibibytes;
    this.devices = devices;
  }

  /** The sort of the machine with that index. */
  static Machine at(int index) {
    return MIX[index % MIX.length];
  }

  /** How many of this sort are among the first machines. */
  int among(int machines) {
    int count = 0;
    for (int index = 0; index < MIX.length; index++) {
      if (MIX[index] == this) {
        count += machines / MIX.length + (index < machines % MIX.length ? 1 : 0);
      }
    }
    return count;
  }

  /** The instance type, which is the beginning of its name, too. */
  String type() {
    return type;
  }

  String pool() {
    return pool;
  }

  boolean isTainted() {
    return this == BATCH;
  }

  int cpus() {
    return cpus;
  }

  int gibibytes() {
    return gibibytes;
  }

  int devices() {
    return devices;
  }

  int allocatableMilliCpu() {
    return cpus * 1000 - KEPT_MILLI_CPU;
  }

  int allocatableMebibytes() {
    return gibibytes * 1024 - KEPT_MEBIBYTES;
  }
}
