package dev.berth.bench.extender;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.berth.bench.cluster.BenchException;
import dev.berth.bench.cluster.ProcessUsage;
import dev.berth.bench.cluster.SchedulerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.SocketFactory;

/**
 * An extender's process that answers, and a connection to it; closing ends both.
 *
 * <p>Threading: one thread.
 */
final class RunningExtender implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  /** By default a process has 10 s to let it in. */
  private static final String PATIENT = "-J-Dsun.tools.attach.attachTimeout=120000";

  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  private final Contender contender;
  private final SchedulerProcess process;
  private final Path directory;
  private final KeepAliveConnection connection;

  private RunningExtender(
      Contender contender,
      SchedulerProcess process,
      Path directory,
      KeepAliveConnection connection) {
    this.contender = contender;
    this.process = process;
    this.directory = directory;
    this.connection = connection;
  }

  /** Starts it and waits until it is ready. */
  static RunningExtender start(Contender contender, LocalFiles files) throws IOException {
    Path directory = Files.createTempDirectory("berth-bench-");
    int[] ports = freePorts();
    int port = ports[0];
    SchedulerProcess process =
        SchedulerProcess.start(
            contender.command(files.place(port, ports[1])), directory.resolve("log"));
    try {
      KeepAliveConnection connection = awaitReady(process, files.sockets(contender.wire()), port);
      return new RunningExtender(contender, process, directory, connection);
    } catch (IOException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private static KeepAliveConnection awaitReady(
      SchedulerProcess process, SocketFactory sockets, int port) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      try {
        KeepAliveConnection connection = KeepAliveConnection.open(sockets, port);
        if (connection.get("/readyz").status() == 200) {
          return connection;
        }
        connection.close();
      } catch (java.net.ConnectException notYet) {
        // it does not listen
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
    throw process.died();
  }

  /** Two: held at the same time, so that they differ. */
  private static int[] freePorts() throws IOException {
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new int[] {one.getLocalPort(), other.getLocalPort()};
    }
  }

  KeepAliveConnection connection() {
    return connection;
  }

  long cpuMillis() {
    return ProcessUsage.cpuMillis(process.pid());
  }

  /** What it holds now; a JVM is made to collect its heap, after its memory was read. */
  FormResult.Memory memory(int requests) throws IOException, InterruptedException {
    long resident = ProcessUsage.residentBytes(process.pid());
    return new FormResult.Memory(
        requests,
        resident,
        switch (contender) {
          case Contender.Berth _ -> liveHeapBytes(process.pid());
          case Contender.Floor _ -> 0;
        });
  }

  private static long liveHeapBytes(long pid) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process asked =
        new ProcessBuilder(
                List.of(jcmd.toString(), PATIENT, Long.toString(pid), "GC.class_histogram"))
            .redirectErrorStream(true)
            .start();
    String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher total = TOTAL.matcher(said);
    if (asked.waitFor() != 0 || !total.find()) {
      throw new BenchException("jcmd does not say what is on the heap: " + said.strip());
    }
    return Long.parseLong(total.group(1));
  }

  @Override
  public void close() throws IOException {
    connection.close();
    process.close();
    MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
  }
}
