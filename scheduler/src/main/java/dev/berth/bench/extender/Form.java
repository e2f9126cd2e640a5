package dev.berth.bench.extender;

/** How nodes are offered. Threading: immutable. */
public enum Form {
  /** By name, to an extender that knows them ({@code nodeCacheCapable}). */
  NAMES("node names"),
  /** As whole objects. */
  WHOLE("full nodes");

  private final String title;

  Form(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }
}
