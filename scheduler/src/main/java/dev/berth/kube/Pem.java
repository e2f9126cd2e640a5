package dev.berth.kube;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a document in PEM is found.
 *
 * <p>Threading: immutable.
 */
public sealed interface Pem {

  /**
   * What it says now; empty when there is none.
   *
   * @throws IOException when it cannot be read; the message names it
   */
  String read() throws IOException;

  /** There is none. */
  record None() implements Pem {
    @Override
    public String read() {
      return "";
    }
  }

  /** It was told. */
  record Text(String content) implements Pem {
    @Override
    public String read() {
      return content;
    }

    /** Without the content, which may be a key. */
    @Override
    public String toString() {
      return "Text[" + content.length() + " characters]";
    }
  }

  /** A file, which somebody may exchange while we run. */
  record InFile(Path file) implements Pem {
    @Override
    public String read() throws IOException {
      String content;
      try {
        content = Files.readString(file, ISO_8859_1);
      } catch (IOException e) {
        throw new IOException("the file " + file + ", which cannot be read: " + e, e);
      }
      if (content.isEmpty()) {
        throw new IOException("the file " + file + ", which is empty");
      }
      return content;
    }
  }
}
