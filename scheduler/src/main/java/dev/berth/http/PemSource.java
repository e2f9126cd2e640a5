package dev.berth.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where certificates in PEM come from, whatever they are at the moment.
 *
 * <p>Any thread; asked often, so it answers at once. {@code toString} names it for people.
 */
public interface PemSource {
  /**
   * What is there now; empty when there is nothing yet.
   *
   * @throws IOException when it cannot be read; the message names it
   */
  byte[] read() throws IOException;

  /** The content of a file. */
  static PemSource file(Path file) {
    return new PemSource() {
      @Override
      public byte[] read() throws IOException {
        try {
          byte[] content = Files.readAllBytes(file);
          if (content.length > 0) {
            return content;
          }
        } catch (IOException e) {
          throw new IOException("%s cannot be read: %s".formatted(file, e), e);
        }
        throw new IOException("%s has no certificate: it is empty".formatted(file));
      }

      @Override
      public String toString() {
        return file.toString();
      }
    };
  }
}
