package dev.berth.cli;

/**
 * A process of its own with a facade and a hundred nodes, until its input ends.
 *
 * <p>Threading: one thread.
 */
final class FacadeProcess {
  static final int NODES = 100;

  private FacadeProcess() {}

  /** Prints {@code port N}. */
  public static void main(String[] args) throws Exception {
    try (FacadeBed bed = FacadeBed.plain()) {
      for (int i = 0; i < NODES; i++) {
        bed.node("n" + i, 1000 + i);
      }
      System.out.println("port " + bed.port());
      while (System.in.read() >= 0) {
        // not yet
      }
    }
  }
}
