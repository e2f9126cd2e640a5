package dev.berth.kube.doctor;

/**
 * What a check has found.
 *
 * <p>Threading: immutable.
 *
 * @param check the check's name
 * @param text a sentence for a person
 * @param remedy what to do, "" when there is nothing to do
 */
public record Finding(String check, Severity severity, String text, String remedy) {

  /** How bad it is. */
  public enum Severity {
    OK("ok"),
    /** Something works less well, or differently, than somebody may expect. */
    WARN("warn"),
    /** Something does not work. */
    FAIL("FAIL"),
    /** Could not be looked at. */
    SKIP("skip");

    private final String text;

    Severity(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  static Finding ok(String check, String text) {
    return new Finding(check, Severity.OK, text, "");
  }

  static Finding warn(String check, String text, String remedy) {
    return new Finding(check, Severity.WARN, text, remedy);
  }

  static Finding fail(String check, String text, String remedy) {
    return new Finding(check, Severity.FAIL, text, remedy);
  }

  static Finding skip(String check, String text, String remedy) {
    return new Finding(check, Severity.SKIP, text, remedy);
  }
}
