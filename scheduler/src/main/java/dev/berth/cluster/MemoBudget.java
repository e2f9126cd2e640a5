package dev.berth.cluster;

/**
 * What the memos of a view may hold together, about: so many bytes, and more in a large cluster.
 *
 * <p>A kind of pod that is remembered whole takes some 32 bytes per node. Threading: immutable.
 *
 * @param bytes whatever the number of nodes
 * @param bytesPerNode counts when that is more
 */
record MemoBudget(long bytes, long bytesPerNode) {

  /** Over a hundred kinds of pods, in a cluster of any size. */
  static final MemoBudget STANDARD = new MemoBudget(64L << 20, 4096);

  long of(int nodes) {
    return Math.max(bytes, bytesPerNode * nodes);
  }
}
