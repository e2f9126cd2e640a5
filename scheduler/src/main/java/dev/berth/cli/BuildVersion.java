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
    var jar = BuildVersion.class.getPackage().getImplementationVersion();
    return new String[] {
      "berth " + Objects.requireNonNullElse(jar, "(not from a jar)"),
      "kube-scheduler 1.36.3",
      "java " + Runtime.version(),
    };
  }
}
