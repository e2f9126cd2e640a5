package dev.berth.plugins.dynamicresources.allocation;

/**
 * Something wrong in a claim, a class or a slice that ends an attempt, found deep in a search.
 *
 * <p>Threading: immutable.
 */
final class AllocationException extends Exception {
  private static final long serialVersionUID = 1;

  AllocationException(String text) {
    super(text, null, false, false);
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
