package dev.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.Bytes;
import dev.berth.FirstSeed;
import dev.berth.cli.GarbledRequests.Sample;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A caller on one connection that stays open, beside others who send garbage and hang up: each of
 * its requests has its own answer, and one.
 *
 * <p>{@code -Dberth.neighbours.asks=N} makes it longer: buffers that two connections shared showed
 * once in some 60,000 requests.
 */
final class NeighboursTest {
  private static final int ASKS = Integer.getInteger("berth.neighbours.asks", 4000);
  private static final int NEIGHBOURS = 2;
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

  @Test
  void whateverNeighboursSend_eachRequestHasItsOwnAnswer() throws Exception {
    try (FacadeBed bed = FacadeBed.plain();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Socket socket = bed.connect()) {
      for (int i = 0; i < 12; i++) {
        bed.node("node-" + i, 500 * (i + 1));
      }
      AtomicBoolean done = new AtomicBoolean();
      List<Future<?>> neighbours = new ArrayList<>();
      for (int i = 0; i < NEIGHBOURS; i++) {
        long seed = FirstSeed.get() + i;
        neighbours.add(threads.submit(() -> annoy(bed, new SplittableRandom(seed), done)));
      }
      try {
        ask(socket);
      } finally {
        done.set(true);
      }
      for (Future<?> neighbour : neighbours) {
        neighbour.get();
      }
    }
  }

  private static void ask(Socket socket) throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    List<Sample> samples = GarbledRequests.samples();
    SplittableRandom random = new SplittableRandom(FirstSeed.get());
    for (int i = 0; i < ASKS; i++) {
      Sample sample = samples.get(random.nextInt(samples.size()));
      socket.getOutputStream().write(wire(sample));
      assertThat(answer(in)).as("request %d, %s", i, sample.verb()).startsWith(beginning(sample));
      assertThat(in.available()).as("bytes behind the answer to request %d", i).isZero();
    }
  }

  /** How the answers to each verb begin; bindings of neighbours may change the rest. */
  private static String beginning(Sample sample) {
    return switch (sample.verb()) {
      case "/filter" -> "{\"Nodes\":";
      case "/prioritize" -> "[";
      case "/preempt" -> "{\"NodeNameToMetaVictims\":";
      default -> "{\"Error\":";
    };
  }

  private static byte[] wire(Sample sample) {
    byte[] body = sample.body().getBytes(UTF_8);
    String head =
        "POST %s HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(sample.verb(), body.length);
    return Bytes.concat(head.getBytes(UTF_8), body);
  }

  private static String answer(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int octet = in.read();
      if (octet < 0) {
        throw new EOFException("hung up after: " + head);
      }
      head.append((char) octet);
    }
    Matcher length = LENGTH.matcher(head);
    assertThat(length.find()).as("%s", head).isTrue();
    return new String(in.readNBytes(Integer.parseInt(length.group(1))), UTF_8);
  }

  /** Garbage, most of it to its end, some of it left in the middle. */
  private static Void annoy(FacadeBed bed, SplittableRandom random, AtomicBoolean done)
      throws IOException {
    GarbledRequests requests = new GarbledRequests(random);
    List<Sample> samples = GarbledRequests.samples();
    while (!done.get()) {
      byte[] garbage = requests.mutated(requests.pick(samples)).bytes();
      try (Socket socket = bed.connect()) {
        socket.getOutputStream().write(garbage);
        if (random.nextInt(4) > 0) {
          socket.shutdownOutput();
          socket.getInputStream().readAllBytes();
        }
      } catch (SocketException hungUp) {
        // it has heard enough
      }
    }
    return null;
  }
}
