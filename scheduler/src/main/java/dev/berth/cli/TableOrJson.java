package dev.berth.cli;

import picocli.CommandLine.Option;

/**
 * The option of the commands whose result is printed as a table or as JSON.
 *
 * <p>Threading: one per request.
 */
final class TableOrJson {

  /** How the result is printed. */
  enum Form {
    TABLE,
    JSON
  }

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "table or json (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // picocli injects it before the command is called
  private Form output;

  Form form() {
    return output;
  }
}
