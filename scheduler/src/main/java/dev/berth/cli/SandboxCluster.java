package dev.berth.cli;

import dev.berth.sandbox.Sandbox;
import dev.berth.sandbox.demo.Expectation;
import dev.berth.sandbox.hollow.HollowNodes;
import dev.berth.sandbox.hollow.Timing;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.snapshot.Loaded;
import dev.berth.sandbox.snapshot.Snapshot;
import dev.berth.sandbox.snapshot.SnapshotException;
import dev.berth.sandbox.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The cluster of a sandbox: its API server, hollow nodes, and whoever fills it.
 *
 * <p>Threading: any thread.
 */
final class SandboxCluster implements AutoCloseable {
  private final Sandbox sandbox;
  private final HollowNodes hollow;
  private final @Nullable SandboxPopulation population;
  private final List<String> remarks;

  private SandboxCluster(
      Sandbox sandbox,
      HollowNodes hollow,
      @Nullable SandboxPopulation population,
      List<String> remarks) {
    this.sandbox = sandbox;
    this.hollow = hollow;
    this.population = population;
    this.remarks = List.copyOf(remarks);
  }

  /**
   * Starts one, whose nodes and pods come by and by.
   *
   * @param kubeconfig the file that will lead to it
   * @throws EnvironmentException when the port or a file cannot be used
   */
  static SandboxCluster start(SandboxSettings settings, Path kubeconfig) {
    SandboxSettings.Contents contents = settings.contents();
    Sandbox sandbox = open(settings, kubeconfig);
    try {
      Path from = contents.from();
      List<String> remarks = from == null ? List.of() : load(sandbox, from).lines();
      HollowNodes hollow =
          HollowNodes.start(sandbox.registry(), Timing.DEFAULT, InstantSource.system());
      SandboxPopulation population =
          from == null
              ? SandboxPopulation.start(
                  sandbox.registry(), contents, settings.schedulers().getFirst())
              : null;
      return new SandboxCluster(sandbox, hollow, population, remarks);
    } catch (RuntimeException e) {
      sandbox.close();
      throw e;
    }
  }

  private static Sandbox open(SandboxSettings settings, Path kubeconfig) {
    try {
      Sandbox sandbox =
          Sandbox.start(
              new Sandbox.Settings(
                  settings.port(),
                  Sandbox.Settings.standard().window(),
                  InstantSource.system(),
                  new SplittableRandom(settings.contents().seed())));
      sandbox.writeKubeconfig(kubeconfig);
      return sandbox;
    } catch (IOException e) {
      throw new EnvironmentException(
          "The API server of the sandbox cannot start: " + e.getMessage(), e);
    }
  }

  private static Loaded load(Sandbox sandbox, Path from) {
    try {
      return Snapshot.load(from, sandbox.registry());
    } catch (SnapshotException e) {
      throw new EnvironmentException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new EnvironmentException("--from is " + from + ", which cannot be read: " + e, e);
    }
  }

  ObjectStore store() {
    return sandbox.store();
  }

  /** What a person should know about how it was filled. */
  List<String> remarks() {
    return remarks;
  }

  /** Pods that do not exist yet. */
  int coming() {
    return population == null ? 0 : population.coming();
  }

  /** Whether nothing more comes by itself. */
  boolean isComplete() {
    return population == null || population.isComplete();
  }

  /** When the first pod was made, of {@link System#nanoTime}; 0 for before anybody looked. */
  long firstPodNanos() {
    return population == null ? 0 : population.firstPodNanos();
  }

  Map<ObjectKey, Expectation> expected() {
    return population == null ? Map.of() : population.expected();
  }

  /**
   * Saves all objects.
   *
   * @throws EnvironmentException when the file cannot be written
   */
  int save(Path file) {
    try {
      return Snapshot.save(sandbox.registry(), file);
    } catch (IOException e) {
      throw new EnvironmentException(
          "--snapshot is " + file + ", which cannot be written: " + e, e);
    }
  }

  @Override
  public void close() {
    if (population != null) {
      population.close();
    }
    hollow.close();
    sandbox.close();
  }
}
