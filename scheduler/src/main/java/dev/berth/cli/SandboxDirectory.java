package dev.berth.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * A directory of this process alone, with a name short enough to be typed; gone when closed.
 *
 * <p>Threading: any thread.
 */
final class SandboxDirectory implements AutoCloseable {
  private static final FileAttribute<?> OURS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path path;

  private SandboxDirectory(Path path) {
    this.path = path;
  }

  /**
   * Makes one.
   *
   * @throws EnvironmentException when there is no place for it
   */
  static SandboxDirectory create(String prefix) {
    Path place = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      return new SandboxDirectory(create(place, prefix + ProcessHandle.current().pid()));
    } catch (IOException e) {
      throw new EnvironmentException(
          "There is no room for temporary files in " + place + ": " + e + ". Maybe set TMPDIR?", e);
    }
  }

  private static Path create(Path place, String name) throws IOException {
    try {
      return Files.createDirectory(place.resolve(name), OURS);
    } catch (FileAlreadyExistsException ofAnEarlierProcess) {
      return Files.createTempDirectory(place, name + "-", OURS);
    }
  }

  Path file(String name) {
    return path.resolve(name);
  }

  /** Removes it with all that is in it. */
  @Override
  public void close() {
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
