package dev.berth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** A plain HTTP client of one sandbox; text may have single quotes for double ones. */
final class SandboxClient implements AutoCloseable {
  private final String root;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  SandboxClient(Sandbox sandbox) {
    this.root = sandbox.url();
  }

  /** What came back. */
  record Answer(int code, String contentType, String text) {
    JsonNode json() {
      try {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** A field by its JSON pointer. */
    String at(String pointer) {
      return json().at(pointer).asText();
    }

    Answer expecting(int wantCode) {
      assertThat(code).as(text).isEqualTo(wantCode);
      return this;
    }
  }

  Answer get(String path) {
    return send("GET", path, "", "", "application/json");
  }

  Answer getAs(String accept, String path) {
    return send("GET", path, "", "", accept);
  }

  Answer post(String path, String body) {
    return send("POST", path, body, "application/json", "application/json");
  }

  Answer put(String path, String body) {
    return send("PUT", path, body, "application/json", "application/json");
  }

  Answer patch(String path, String type, String body) {
    return send("PATCH", path, body, type, "application/json");
  }

  Answer delete(String path) {
    return send("DELETE", path, "", "", "application/json");
  }

  Answer send(String method, String path, String body, String type, String accept) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root + path))
            .method(method, BodyPublishers.ofString(body.replace('\'', '"')))
            .header("Accept", accept);
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(
          answer.statusCode(),
          answer.headers().firstValue("Content-Type").orElse(""),
          answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** An open watch. */
  record Watch(BufferedReader lines, InputStream body) implements AutoCloseable {

    ObjectNode next() throws IOException {
      String line = lines.readLine();
      if (line == null) {
        throw new AssertionError("the watch has ended");
      }
      return Json.object(line.getBytes(StandardCharsets.UTF_8));
    }

    boolean hasEnded() throws IOException {
      return lines.readLine() == null;
    }

    /** {@code ADDED a}. */
    String nextShort() throws IOException {
      ObjectNode event = next();
      return event.path("type").asText() + " " + event.at("/object/metadata/name").asText();
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  Watch watch(String path) {
    return watchAs("application/json", path);
  }

  Watch watchAs(String accept, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(root + path)).header("Accept", accept).build();
    try {
      HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      InputStream body = answer.body();
      return new Watch(
          new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)), body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
