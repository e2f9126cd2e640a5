package dev.berth.conformance;

/**
 * A message cut where PostFilter begins: after the first full stop that is followed by a blank.
 *
 * <p>Threading: immutable.
 */
record MessageParts(String head, String tail) {

  static MessageParts of(String message) {
    int stop = message.indexOf(". ");
    return stop < 0
        ? new MessageParts(message, "")
        : new MessageParts(message.substring(0, stop + 1), message.substring(stop + 2));
  }
}
