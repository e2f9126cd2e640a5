package dev.berth.bench.cluster;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A control plane with an empty store, for one run: {@code scheduler/bin/control-plane} as a child
 * process that takes everything down when its standard input ends, so also when this JVM dies.
 *
 * <p>Threading: any thread.
 */
final class BenchControlPlane implements AutoCloseable {
  private static final int STOP_SECONDS = 30;
  private static final Path MEMORY = Path.of("/dev/shm");

  private final Process process;
  private final Path workspace;

  private BenchControlPlane(Process process, Path workspace) {
    this.process = process;
    this.workspace = workspace;
  }

  /** A new directory, in memory where that is possible: a disk would be measured, too. */
  static Path newWorkspace() throws IOException {
    return Files.isWritable(MEMORY)
        ? Files.createTempDirectory(MEMORY, "berth-bench-")
        : Files.createTempDirectory("berth-bench-");
  }

  static BenchControlPlane start(Path script) throws IOException {
    Path workspace = newWorkspace();
    Path log = workspace.resolve("control-plane.log");
    Process process =
        new ProcessBuilder(
                script.toString(), "up", "--until-eof", "--dir", workspace.resolve("cp").toString())
            .redirectError(log.toFile())
            .start();
    BenchControlPlane plane = new BenchControlPlane(process, workspace);
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    if (out.readLine() == null) {
      String reason = Files.readString(log).strip();
      plane.close();
      throw new BenchException("the control plane does not start:\n" + reason);
    }
    return plane;
  }

  Path kubeconfig() {
    return workspace.resolve("cp/kubeconfig");
  }

  /** The processes of etcd and kube-apiserver. */
  List<Long> pids() throws IOException {
    List<Long> pids = new ArrayList<>();
    for (String line : Files.readAllLines(workspace.resolve("cp/control-plane.processes"))) {
      pids.add(Long.parseLong(line.split(" ", -1)[1]));
    }
    return pids;
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroy();
      }
      MoreFiles.deleteRecursively(workspace, RecursiveDeleteOption.ALLOW_INSECURE);
    } catch (IOException e) {
      throw new BenchException("the control plane in " + workspace + " cannot be removed", e);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
