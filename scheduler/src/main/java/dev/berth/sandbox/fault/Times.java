package dev.berth.sandbox.fault;

/**
 * Which of the requests or events that a rule matches, counted from 1, it strikes.
 *
 * <p>Threading: immutable.
 */
public sealed interface Times {

  record Always() implements Times {}

  /** That one only. */
  record Nth(long number) implements Times {}

  record First(long many) implements Times {}

  /** One in so many: the second and the fourth of {@code Every(2)}. */
  record Every(long many) implements Times {}

  /**
   * Each by chance, from the seed of {@link Faults}.
   *
   * @param probability 0 to 1
   */
  record Chance(double probability) implements Times {}

  static Times always() {
    return new Always();
  }

  static Times once() {
    return new First(1);
  }

  static Times first(long many) {
    return new First(many);
  }

  static Times nth(long number) {
    return new Nth(number);
  }

  static Times every(long many) {
    return new Every(many);
  }

  static Times chance(double probability) {
    return new Chance(probability);
  }
}
