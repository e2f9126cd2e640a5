package dev.berth;

import java.io.File;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The class path of the tests, for processes that they start from their own classes.
 *
 * <p>Threading: immutable.
 */
public final class OwnClassPath {
  private OwnClassPath() {}

  /** Runners of tests either set a property or load the tests themselves. */
  public static String get() {
    return OwnClassPath.class.getClassLoader() instanceof URLClassLoader loader
        ? Arrays.stream(loader.getURLs())
            .map(url -> Path.of(URI.create(url.toString())).toString())
            .collect(Collectors.joining(File.pathSeparator))
        : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
