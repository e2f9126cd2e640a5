package dev.berth.sandbox.view;

/** How a piece of text looks. Threading: immutable. */
enum Style {
  PLAIN(""),
  STRONG("1"),
  FAINT("2"),
  GOOD("32"),
  BUSY("33"),
  BAD("31"),
  HELD("35"),
  ACCENT("36");

  private final String parameters;

  Style(String parameters) {
    this.parameters = parameters;
  }

  /** The text between the escape sequences of ECMA-48 that switch it on and off. */
  String around(String text) {
    return parameters.isEmpty() || text.isEmpty()
        ? text
        : "\u001b[" + parameters + "m" + text + "\u001b[0m";
  }
}
