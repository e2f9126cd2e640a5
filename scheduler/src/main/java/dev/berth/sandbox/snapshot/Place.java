package dev.berth.sandbox.snapshot;

/**
 * Where in a file an object begins.
 *
 * <p>Threading: immutable.
 *
 * @param document counted from 1
 * @param line counted from 1
 */
record Place(String file, int document, int line) {
  @Override
  public String toString() {
    return file + ", document " + document + ", line " + line;
  }
}
