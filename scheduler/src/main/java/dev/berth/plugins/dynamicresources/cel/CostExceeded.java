package dev.berth.plugins.dynamicresources.cel;

/**
 * Ends an evaluation that costs too much.
 *
 * <p>An {@link Error}, so that no operator of the language that overlooks failures of its operands
 * ({@code ||} and the like) overlooks this.
 */
final class CostExceeded extends Error {
  private static final long serialVersionUID = 1L;

  CostExceeded() {
    super("operation cancelled: actual cost limit exceeded", null, false, false);
  }
}
