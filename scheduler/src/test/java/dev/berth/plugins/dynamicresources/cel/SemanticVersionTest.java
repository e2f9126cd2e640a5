package dev.berth.plugins.dynamicresources.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SemanticVersionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0",
        "1.2.3",
        "1.2.3-a.0.b-c",
        "1.2.3+b.01",
        "1.2.3-rc.1+b5",
        "1.2.3+a-b",
        "18446744073709551615.0.0"
      })
  void aVersion_isReadAndWritten(String text) throws SelectorException {
    assertThat(SemanticVersion.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "'', Version string empty",
    "1.2, No Major.Minor.Patch elements found",
    "a.2.3, Invalid character(s) found in major number \"a\"",
    "01.2.3, Major number must not contain leading zeroes \"01\"",
    ".2.3, 'strconv.ParseUint: parsing \"\": invalid syntax'",
    "18446744073709551616.0.0,"
        + " 'strconv.ParseUint: parsing \"18446744073709551616\": value out of range'",
    "1.-2.3, Invalid character(s) found in minor number \"-2\"",
    "1.02.3, Minor number must not contain leading zeroes \"02\"",
    "1.2.3.4, Invalid character(s) found in patch number \"3.4\"",
    "1.2.03, Patch number must not contain leading zeroes \"03\"",
    "1.2.3-, Prerelease is empty",
    "1.2.3-a..b, Prerelease is empty",
    "1.2.3-01, Numeric PreRelease version must not contain leading zeroes \"01\"",
    "1.2.3-ä, Invalid character(s) found in prerelease \"ä\"",
    "1.2.3+, Build meta data is empty",
    "1.2.3+_, Invalid character(s) found in build meta data \"_\"",
  })
  void whatIsNoVersion_isSaidAsInGo(String text, String want) {
    assertThatExceptionOfType(SelectorException.class)
        .isThrownBy(() -> SemanticVersion.parse(text))
        .withMessage(want);
  }

  @ParameterizedTest
  @CsvSource({"v1, 1.0.0", "01.02, 1.2.0", "1.2.003, 1.2.3", "v0.00.0-a, 0.0.0-a", "'1.', 1..0"})
  void aLenientVersion_isCompleted(String text, String want) throws SelectorException {
    if (want.contains("..")) {
      assertThatExceptionOfType(SelectorException.class)
          .isThrownBy(() -> SemanticVersion.parseLeniently(text));
    } else {
      assertThat(SemanticVersion.parseLeniently(text)).hasToString(want);
    }
  }

  @Test
  void aShortVersion_hasNoMetaData() {
    assertThatExceptionOfType(SelectorException.class)
        .isThrownBy(() -> SemanticVersion.parseLeniently("1.2-a"))
        .withMessage("short version cannot contain PreRelease/Build meta data");
  }

  @Test
  void versions_haveTheOrderOfTheSpecification() throws SelectorException {
    List<String> want =
        List.of(
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.0.1",
            "1.2.0",
            "18446744073709551615.0.0");
    List<SemanticVersion> sorted = new ArrayList<>();
    for (String text : want.reversed()) {
      sorted.add(SemanticVersion.parse(text));
    }
    Collections.sort(sorted);
    assertThat(sorted).extracting(SemanticVersion::toString).isEqualTo(want);
    assertThat(SemanticVersion.parse("1.0.0+a"))
        .isEqualByComparingTo(SemanticVersion.parse("1.0.0+b"));
  }
}
