package dev.berth.plugins.dynamicresources.cel;

import dev.berth.model.FieldErrors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A semantic version 2.0.0; build meta data do not count when two are compared.
 *
 * <p>Mirrors {@code github.com/blang/semver/v4}, which Kubernetes 1.36.3 parses versions with; its
 * numbers are unsigned. Threading: immutable.
 */
record SemanticVersion(
    long major, long minor, long patch, List<String> preRelease, List<String> build)
    implements Comparable<SemanticVersion> {
  SemanticVersion {
    preRelease = List.copyOf(preRelease);
    build = List.copyOf(build);
  }

  /**
   * Reads a version that has all three numbers.
   *
   * @throws SelectorException with Go's text when it is none
   */
  static SemanticVersion parse(String text) throws SelectorException {
    if (text.isEmpty()) {
      throw new SelectorException("Version string empty");
    }
    List<String> parts = Arrays.asList(text.split("\\.", 3));
    if (parts.size() != 3) {
      throw new SelectorException("No Major.Minor.Patch elements found");
    }
    long major = number("major", "Major", parts.get(0));
    long minor = number("minor", "Minor", parts.get(1));
    String rest = parts.get(2);
    int plus = rest.indexOf('+');
    String beforeBuild = plus < 0 ? rest : rest.substring(0, plus);
    int dash = beforeBuild.indexOf('-');
    String patchText = dash < 0 ? beforeBuild : beforeBuild.substring(0, dash);
    long patch = number("patch", "Patch", patchText);
    List<String> preRelease = new ArrayList<>();
    if (dash >= 0) {
      for (String part : beforeBuild.substring(dash + 1).split("\\.", -1)) {
        preRelease.add(checkedPreRelease(part));
      }
    }
    List<String> build = new ArrayList<>();
    if (plus >= 0) {
      for (String part : rest.substring(plus + 1).split("\\.", -1)) {
        build.add(checkedBuild(part));
      }
    }
    return new SemanticVersion(major, minor, patch, preRelease, build);
  }

  /**
   * Reads a version that may start with {@code v}, have leading zeroes, or lack numbers at its end.
   *
   * @throws SelectorException with Go's text when it is none
   */
  static SemanticVersion parseLeniently(String text) throws SelectorException {
    String bare = text.startsWith("v") ? text.substring(1) : text;
    List<String> parts = new ArrayList<>(Arrays.asList(bare.split("\\.", 3)));
    parts.replaceAll(SemanticVersion::withoutLeadingZeroes);
    if (parts.size() < 3) {
      String last = parts.getLast();
      if (last.indexOf('+') >= 0 || last.indexOf('-') >= 0) {
        throw new SelectorException("short version cannot contain PreRelease/Build meta data");
      }
      while (parts.size() < 3) {
        parts.add("0");
      }
    }
    return parse(String.join(".", parts));
  }

  private static String withoutLeadingZeroes(String part) {
    if (part.length() <= 1) {
      return part;
    }
    String stripped = part.replaceFirst("^0+", "");
    return stripped.isEmpty() || !isDigit(stripped.charAt(0)) ? "0" + stripped : stripped;
  }

  private static long number(String name, String atStart, String text) throws SelectorException {
    if (!hasOnly(text, SemanticVersion::isDigit)) {
      throw new SelectorException(
          "Invalid character(s) found in " + name + " number " + FieldErrors.quote(text));
    }
    if (hasLeadingZero(text)) {
      throw new SelectorException(
          atStart + " number must not contain leading zeroes " + FieldErrors.quote(text));
    }
    return unsigned(text);
  }

  private static long unsigned(String text) throws SelectorException {
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw new SelectorException(
          "strconv.ParseUint: parsing "
              + FieldErrors.quote(text)
              + ": "
              + (text.isEmpty() ? "invalid syntax" : "value out of range"));
    }
  }

  private static String checkedPreRelease(String part) throws SelectorException {
    if (part.isEmpty()) {
      throw new SelectorException("Prerelease is empty");
    }
    if (isNumber(part)) {
      if (hasLeadingZero(part)) {
        throw new SelectorException(
            "Numeric PreRelease version must not contain leading zeroes "
                + FieldErrors.quote(part));
      }
      return Long.toUnsignedString(unsigned(part));
    }
    if (!hasOnly(part, SemanticVersion::isLetterDigitOrDash)) {
      throw new SelectorException(
          "Invalid character(s) found in prerelease " + FieldErrors.quote(part));
    }
    return part;
  }

  private static String checkedBuild(String part) throws SelectorException {
    if (part.isEmpty()) {
      throw new SelectorException("Build meta data is empty");
    }
    if (!hasOnly(part, SemanticVersion::isLetterDigitOrDash)) {
      throw new SelectorException(
          "Invalid character(s) found in build meta data " + FieldErrors.quote(part));
    }
    return part;
  }

  private static boolean isNumber(String text) {
    return hasOnly(text, SemanticVersion::isDigit);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetterDigitOrDash(int c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  }

  private static boolean hasOnly(String text, IntPredicate allowed) {
    return text.chars().allMatch(allowed);
  }

  private static boolean hasLeadingZero(String text) {
    return text.length() > 1 && text.charAt(0) == '0';
  }

  @Override
  public int compareTo(SemanticVersion other) {
    int numbers = Long.compareUnsigned(major, other.major);
    numbers = numbers != 0 ? numbers : Long.compareUnsigned(minor, other.minor);
    numbers = numbers != 0 ? numbers : Long.compareUnsigned(patch, other.patch);
    if (numbers != 0) {
      return numbers;
    }
    if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
      return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
    }
    int common = Math.min(preRelease.size(), other.preRelease.size());
    for (int i = 0; i < common; i++) {
      int parts = comparePreRelease(preRelease.get(i), other.preRelease.get(i));
      if (parts != 0) {
        return parts;
      }
    }
    return Integer.compare(preRelease.size(), other.preRelease.size());
  }

  /** Numbers come before texts. */
  private static int comparePreRelease(String one, String other) {
    boolean isNumber = isNumber(one);
    if (isNumber != isNumber(other)) {
      return isNumber ? -1 : 1;
    }
    return isNumber
        ? Long.compareUnsigned(Long.parseUnsignedLong(one), Long.parseUnsignedLong(other))
        : Integer.signum(one.compareTo(other));
  }

  /** Same precedence. */
  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof SemanticVersion other && compareTo(other) == 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(major, minor, patch, preRelease);
  }

  @Override
  public String toString() {
    String numbers =
        Stream.of(major, minor, patch).map(Long::toUnsignedString).collect(Collectors.joining("."));
    String pre = preRelease.isEmpty() ? "" : "-" + String.join(".", preRelease);
    return numbers + pre + (build.isEmpty() ? "" : "+" + String.join(".", build));
  }
}
