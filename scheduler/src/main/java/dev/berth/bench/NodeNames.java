package dev.berth.bench;

/**
 * The names of a cluster's nodes.
 *
 * <p>Threading: immutable.
 *
 * @param format of a name, for the node's number
 */
public record NodeNames(String format, int count) {

  /** The node with this number, from 0; those past the last begin again. */
  public String name(int number) {
    return format.formatted(number % count);
  }
}
