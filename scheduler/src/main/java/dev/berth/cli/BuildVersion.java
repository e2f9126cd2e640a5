package dev.berth.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/**
 * What {@code berth --version} prints: the version of the jar, of the kube-scheduler that Berth
 * equals, and of Java.
 *
 * <p>Threading: immutable.
 */
final class BuildVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "berth " + ofBerth(), "kube-scheduler 1.36.3", "java " + Runtime.version(),
    };
  }

  /** The version of the jar that runs. */
  static String ofBerth() {
    var jar = BuildVersion.class.getPackage().getImplementationVersion();
    return Objects.requireNonNullElse(jar, "(not from a jar)");
  }
}
