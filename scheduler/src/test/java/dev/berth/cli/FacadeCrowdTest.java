package dev.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.Bytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A normal caller of a facade that thousands of others are connected to, from another process:
 * fault F24 of the fault list. Its times are printed; what is asserted is that it is answered, and
 * that the others take no threads.
 */
final class FacadeCrowdTest {
  private static final int TRIES = 5;
  private static final int REQUESTS = 200;
  private static final int FEW_THREADS = 40;

  @ParameterizedTest
  @EnumSource
  void normalCaller_isAnswered_whateverTheCrowdDoes(Crowd.Habit habit) throws Exception {
    try (FacadeBed bed = FacadeBed.plain()) {
      for (int i = 0; i < 100; i++) {
        bed.node("n" + i, 1000 + i);
      }
      try (Caller caller = new Caller(bed)) {
        caller.ask(REQUESTS);
        caller.tell("alone");
        int threads = threads();
        long heap = usedHeap();
        Process crowd = gather(bed.port(), habit);
        try (BufferedReader said = crowd.inputReader(UTF_8)) {
          for (int thousand = 1; thousand <= thousands(habit); thousand++) {
            while (!said.ready()) { // on its connection, which is never idle for long
              assertThat(crowd.isAlive()).isTrue();
              caller.ask(1);
            }
            assertThat(said.readLine()).startsWith("connected ");
          }
          caller.ask(REQUESTS);
          caller.tell("beside a crowd that is " + habit);
          System.out.printf(
              Locale.ROOT,
              "  threads %d, %d without the crowd; heap %+d KB%n",
              threads(),
              threads,
              (usedHeap() - heap) >> 10);
          assertThat(threads()).isLessThan(threads + FEW_THREADS);
        } finally {
          crowd.destroyForcibly();
          assertThat(crowd.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
      }
      try (Caller late = new Caller(bed)) {
        late.ask(1);
        late.tell("after the crowd, on a new connection");
      }
    }
  }

  /**
   * Many more idle ones than the port takes, because they make room for others soon; as many slow
   * ones as it takes and no more, because those hold the room for a while.
   */
  private static int size(Crowd.Habit habit) {
    return habit == Crowd.Habit.IDLE ? 5000 : 1000;
  }

  /** How many connections they have had, one after the other, before it is measured. */
  private static int thousands(Crowd.Habit habit) {
    return habit == Crowd.Habit.IDLE ? 3 : 1;
  }

  private static Process gather(int port, Crowd.Habit habit) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ProcessBuilder(
            java.toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            Path.of(Crowd.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString(),
            Crowd.class.getName(),
            String.valueOf(port),
            String.valueOf(size(habit)),
            habit.name())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Without those that carry virtual ones, of which there are as many as processors. */
  private static int threads() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !(thread instanceof ForkJoinWorkerThread))
            .count();
  }

  private static long usedHeap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Somebody with one connection, as a kube-scheduler has it, and another when that is cut. */
  private static final class Caller implements AutoCloseable {
    private static final byte[] OFFER =
        FacadeClient.names(FacadeBed.podJson("p", 500), "n1", "n2", "n3").getBytes(UTF_8);

    private final FacadeBed bed;
    private final List<Long> micros = new ArrayList<>();
    private Socket socket;
    private int reconnects;

    Caller(FacadeBed bed) throws IOException {
      this.bed = bed;
      this.socket = bed.connect();
    }

    void ask(int times) throws IOException {
      for (int i = 0; i < times; i++) {
        long start = System.nanoTime();
        assertThat(askOnce()).contains("\"NodeNames\":[\"n1\",\"n2\",\"n3\"]");
        micros.add((System.nanoTime() - start) / 1000);
      }
    }

    /** Prints how long it took, and forgets it. */
    void tell(String when) {
      Collections.sort(micros);
      int times = micros.size();
      System.out.printf(
          Locale.ROOT,
          "a caller %s: %d requests, p50 %d us, p99 %d us, longest %d us, %d reconnects%n",
          when,
          times,
          micros.get(times / 2),
          micros.get(times * 99 / 100),
          micros.getLast(),
          reconnects);
      micros.clear();
    }

    private String askOnce() throws IOException {
      for (int tries = 1; ; tries++) {
        try {
          return exchange();
        } catch (IOException cut) {
          if (tries == TRIES) {
            throw cut;
          }
          reconnects++;
          socket.close();
          socket = bed.connect();
        }
      }
    }

    private String exchange() throws IOException {
      OutputStream out = socket.getOutputStream();
      String head =
          "POST /filter HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: "
              + OFFER.length
              + "\r\n\r\n";
      out.write(Bytes.concat(head.getBytes(UTF_8), OFFER));
      InputStream in = socket.getInputStream();
      StringBuilder answer = new StringBuilder();
      byte[] some = new byte[8192];
      while (!answer.toString().endsWith("}")) {
        int length = in.read(some);
        if (length < 0) {
          throw new IOException("hung up");
        }
        answer.append(new String(some, 0, length, UTF_8));
      }
      assertThat(answer).startsWith("HTTP/1.1 200 ");
      return answer.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
