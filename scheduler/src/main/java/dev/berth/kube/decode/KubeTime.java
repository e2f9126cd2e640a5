package dev.berth.kube.decode;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Times of the API as micros since 1970: {@code 2026-01-01T00:00:01Z} and the micro form of leases
 * and events, {@code 2026-01-01T00:00:01.000042Z}.
 *
 * <p>These two are read digit by digit; any other form of RFC 3339 goes through {@code java.time}.
 *
 * <p>Threading: any thread.
 */
public final class KubeTime {
  private static final int SECONDS_FORM_CHARS = "2026-01-01T00:00:01Z".length();
  private static final int MICROS_FORM_CHARS = "2026-01-01T00:00:01.000042Z".length();
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int[] DAYS_BEFORE_MONTH = {
    0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334
  };
  private static final int[] DAYS_IN_MONTH = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private KubeTime() {}

  /**
   * Micros since 1970, anything finer cut off.
   *
   * @throws DateTimeException when the text is no RFC 3339 time
   */
  public static long epochMicros(String text) {
    int length = text.length();
    if ((length == SECONDS_FORM_CHARS || length == MICROS_FORM_CHARS)
        && text.charAt(length - 1) == 'Z'
        && text.charAt(4) == '-'
        && text.charAt(7) == '-'
        && text.charAt(10) == 'T'
        && text.charAt(13) == ':'
        && text.charAt(16) == ':'
        && (length == SECONDS_FORM_CHARS || text.charAt(19) == '.')) {
      int year = digits(text, 0, 4);
      int month = digits(text, 5, 7);
      int day = digits(text, 8, 10);
      int hour = digits(text, 11, 13);
      int minute = digits(text, 14, 16);
      int second = digits(text, 17, 19);
      int micros = length == SECONDS_FORM_CHARS ? 0 : digits(text, 20, 26);
      if (isDate(year, month, day) && isTime(hour, minute, second) && micros >= 0) {
        long days = daysSince1970(year, month, day);
        long seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
        return seconds * MICROS_PER_SECOND + micros;
      }
    }
    Instant instant = OffsetDateTime.parse(text).toInstant();
    return instant.getEpochSecond() * MICROS_PER_SECOND + instant.getNano() / 1_000;
  }

  private static boolean isDate(int year, int month, int day) {
    return year > 0
        && month >= 1
        && month <= 12
        && day >= 1
        && day <= DAYS_IN_MONTH[month - 1] + (month == 2 && isLeap(year) ? 1 : 0);
  }

  private static boolean isTime(int hour, int minute, int second) {
    return hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
  }

  private static boolean isLeap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  private static long daysSince1970(int year, int month, int day) {
    long before = year - 1L;
    long leapDays = before / 4 - before / 100 + before / 400;
    long daysBeforeYear = before * 365 + leapDays;
    long dayOfYear = DAYS_BEFORE_MONTH[month - 1] + (month > 2 && isLeap(year) ? 1 : 0) + day - 1L;
    return daysBeforeYear + dayOfYear - 719_162; // days from 0001-01-01 to 1970-01-01
  }

  /** The number that the characters spell, negative when one of them is no digit. */
  private static int digits(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return Integer.MIN_VALUE;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
