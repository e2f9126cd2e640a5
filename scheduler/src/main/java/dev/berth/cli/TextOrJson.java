package dev.berth.cli;

import picocli.CommandLine.Option;

/**
 * The option of the commands whose result is printed as text or as JSON.
 *
 * <p>Threading: one per request.
 */
final class TextOrJson {

  /** How the result is printed. */
  enum Form {
    TEXT,
    JSON
  }

  @Option(
      names = {"-o", "--output"},
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // picocli injects it before the command is called
  private Form output;

  Form form() {
    return output;
  }
}
