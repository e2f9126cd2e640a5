package dev.berth.config;

import java.util.regex.Pattern;

/**
 * An address as logs, messages and reports show it: without the password that it may hold.
 *
 * <p>Threading: any thread.
 */
public final class ShownAddress {
  private static final Pattern PASSWORD = Pattern.compile("(//[^/?#:@]*):[^/?#]*@");

  private ShownAddress() {}

  /** {@code https://user:***@host/path} of one with a user and a password, others unchanged. */
  public static String of(String address) {
    return PASSWORD.matcher(address).replaceFirst("$1:***@");
  }
}
