package dev.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLClassLoader;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Bodies of which a few bytes become a large object each, from many connections to a facade in a
 * process with a small heap, beside a normal caller: fault F24 of the fault list. The normal
 * caller's times are printed.
 */
final class DenseBodyTest {
  /** The process ends itself when its heap is not enough. */
  private static final List<String> SMALL =
      List.of(
          "-Xmx96m",
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:TieredStopAtLevel=1",
          "-XX:+ExitOnOutOfMemoryError");

  /**
   * Below an eighth of that heap, and half of them below a quarter: few meet the limits on bodies.
   */
  private static final int BODY_BYTES = 3_000_000;

  private static final int ROUNDS = 10;
  private static final int EACH_AT_ONCE = 1;
  private static final int TOO_LARGE = 413;
  private static final int BUSY = 503;

  private static final String POD = FacadeBed.podJson("p", 500);
  private static final String NO_NAMES = "},\"NodeNames\":[\"n1\"]}";

  /** What is sent; # is a number that is ever new. */
  private enum Dense {
    CONTAINERS(
        "{\"Pod\":{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{}",
        ",{}",
        "]}" + NO_NAMES),
    TOLERATIONS(
        "{\"Pod\":{\"metadata\":{\"name\":\"p\"},\"spec\":{\"tolerations\":[{}",
        ",{}",
        "]}" + NO_NAMES),
    LABELS(
        "{\"Pod\":{\"metadata\":{\"name\":\"p\",\"labels\":{\"a\":\"\"",
        ",\"#\":\"\"",
        "}}" + NO_NAMES),
    NAMES(
        "{\"Pod\":" + POD + ",\"NodeNames\":[\"n1\"",
        ",\"" + "long-name-of-a-node.".repeat(7) + "#\"",
        "]}"),
    SHORT_NAMES("{\"Pod\":" + POD + ",\"NodeNames\":[\"n1\"", ",\"#\"", "]}"),
    TAINTS(
        "{\"Pod\":"
            + POD
            + ",\"Nodes\":{\"items\":[{\"metadata\":{\"name\":\"n1\"},\"spec\":{\"taints\":[{}",
        ",{}",
        "]}}]}}"),
    NODES(
        "{\"Pod\":" + POD + ",\"Nodes\":{\"items\":[" + FacadeBed.nodeJson("n1", 1),
        ",{\"metadata\":{\"name\":\"#\"}}",
        "]}}"),
    UNKNOWN_FIELDS("{\"Pod\":" + POD + ",\"x\":{\"a\":0", ",\"#\":0", "}" + NO_NAMES);

    private final String beginning;
    private final String piece;
    private final String end;

    Dense(String beginning, String piece, String end) {
      this.beginning = beginning;
      this.piece = piece;
      this.end = end;
    }

    byte[] body() {
      StringBuilder body = new StringBuilder(BODY_BYTES + 200).append(beginning);
      for (int i = 0; body.length() < BODY_BYTES; i++) {
        body.append(piece.replace("#", String.valueOf(i)));
      }
      return body.append(end).toString().getBytes(UTF_8);
    }
  }

  @Test
  void whatBecomesTooMuch_isRefused_andANormalCallerIsServed() throws Exception {
    Process process = start();
    try (BufferedReader said = process.inputReader(UTF_8);
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      int port = Integer.parseInt(String.valueOf(said.readLine()).substring("port ".length()));
      try (FacadeClient client = new FacadeClient("http://127.0.0.1:" + port)) {
        List<Future<List<Integer>>> answers = new ArrayList<>();
        for (Dense dense : Dense.values()) {
          byte[] body = dense.body();
          for (int i = 0; i < EACH_AT_ONCE; i++) {
            answers.add(senders.submit(() -> send(port, body)));
          }
        }
        List<Long> micros = new ArrayList<>();
        do {
          long start = System.nanoTime();
          HttpResponse<String> answer =
              client.post("/filter", FacadeClient.names(POD, "n1", "n2", "n3"));
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
          assertThat(answer.body()).contains("\"NodeNames\":[\"n1\",\"n2\",\"n3\"]");
          micros.add((System.nanoTime() - start) / 1000);
        } while (!answers.stream().allMatch(Future::isDone));
        for (Future<List<Integer>> each : answers) {
          assertThat(each.get()).hasSize(ROUNDS).isSubsetOf(200, TOO_LARGE, BUSY);
        }
        tell(micros, answers);

        for (Dense dense : Dense.values()) {
          HttpResponse<String> answer = sendAlone(client, dense.body());
          assertThat(answer.statusCode()).as(dense + ": " + answer.body()).isEqualTo(TOO_LARGE);
          assertThat(answer.body()).contains("more than", "Maybe");
        }
      }
      assertThat(process.isAlive()).isTrue();
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** The room of a request is free again a moment after its answer has come. */
  private static HttpResponse<String> sendAlone(FacadeClient client, byte[] body) throws Exception {
    long end = System.nanoTime() + FacadeBed.PATIENCE.toNanos();
    while (true) {
      HttpResponse<String> answer =
          client.post("/filter", body, "Content-Type", "application/json");
      if (answer.statusCode() != BUSY) {
        return answer;
      }
      assertThat(System.nanoTime()).as("still busy").isLessThan(end);
    }
  }

  private static void tell(List<Long> micros, List<Future<List<Integer>>> answers)
      throws Exception {
    Collections.sort(micros);
    int[] statuses = new int[600];
    for (Future<List<Integer>> each : answers) {
      each.get().forEach(status -> statuses[status]++);
    }
    System.out.printf(
        Locale.ROOT,
        "a caller beside dense bodies (%d refused, %d told to come again, %d answered):"
            + " %d requests, p50 %d us, p99 %d us, longest %d us%n",
        statuses[TOO_LARGE],
        statuses[BUSY],
        statuses[200],
        micros.size(),
        micros.get(micros.size() / 2),
        micros.get(micros.size() * 99 / 100),
        micros.getLast());
  }

  /** What is said each time. */
  private static List<Integer> send(int port, byte[] body) throws IOException {
    Integer[] statuses = new Integer[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      statuses[i] = sendOnce(port, body);
    }
    return Arrays.asList(statuses);
  }

  private static int sendOnce(int port, byte[] body) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) FacadeBed.PATIENCE.toMillis());
      String head =
          "POST /filter HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: "
              + body.length
              + "\r\n\r\n";
      OutputStream out = socket.getOutputStream();
      try {
        out.write(head.getBytes(UTF_8));
        out.write(body);
      } catch (IOException answeredBefore) {
        // and hung up: the answer can be read all the same
      }
      InputStream in = socket.getInputStream();
      String status = new String(in.readNBytes("HTTP/1.1 200".length()), UTF_8);
      assertThat(status).startsWith("HTTP/1.1 ");
      return Integer.parseInt(status.substring("HTTP/1.1 ".length()));
    }
  }

  /** Ours, whoever runs the test. */
  private static String classPath() {
    return DenseBodyTest.class.getClassLoader() instanceof URLClassLoader loader
        ? Arrays.stream(loader.getURLs())
            .map(url -> Path.of(URI.create(url.toString())).toString())
            .collect(Collectors.joining(File.pathSeparator))
        : System.getProperty("java.class.path");
  }

  private static Process start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SMALL);
    command.addAll(List.of("-cp", classPath(), FacadeProcess.class.getName()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
