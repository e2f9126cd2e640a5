package dev.berth.kube.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The API objects in the golden vectors, as a stream that stands at each of them in turn. */
final class GoldenObjects {
  /** Takes one object. */
  interface Visitor {
    /**
     * The parser stands at the object's first brace; its next token has to be what follows it.
     *
     * @param list where it was found: {@code pods}, {@code nodes}, ..., {@code pod} for the pending
     */
    void visit(String list, JsonParser parser) throws IOException;
  }

  private GoldenObjects() {}

  static void forEach(Visitor visitor) throws IOException {
    for (Path file : files()) {
      try (InputStream bytes =
              new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)));
          JsonParser parser = KubeJson.factory().createParser(bytes)) {
        while (parser.nextToken() != null) {
          visitCase(parser, visitor);
        }
      }
    }
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files =
        Files.list(
            Path.of(Objects.requireNonNull(GoldenObjects.class.getResource("/golden")).toURI()))) {
      return files
          .filter(file -> file.toString().endsWith(".jsonl.gz"))
          .filter(file -> !file.getFileName().toString().startsWith("quantities"))
          .sorted()
          .toList();
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static void visitCase(JsonParser parser, Visitor visitor) throws IOException {
    for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
      parser.nextToken();
      if (field.equals("pod")) {
        visitor.visit("pod", parser);
      } else if (field.equals("objects")) {
        visitObjects(parser, visitor);
      } else {
        parser.skipChildren();
      }
    }
  }

  private static void visitObjects(JsonParser parser, Visitor visitor) throws IOException {
    for (String list = parser.nextFieldName(); list != null; list = parser.nextFieldName()) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        visitor.visit(list, parser);
      }
    }
  }
}
