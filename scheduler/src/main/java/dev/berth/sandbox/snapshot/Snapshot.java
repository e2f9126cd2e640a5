package dev.berth.sandbox.snapshot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.registry.Registry;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A cluster as one file: a {@code v1 List} of its lasting objects, which kubectl and people read as
 * well.
 *
 * <p>Left out are events and leases, which tell of the past, and the fields that only a server
 * makes use of. Uids and status are kept: placed pods stay placed, running ones run. Threading: any
 * thread.
 */
public final class Snapshot {
  private static final List<Kind> PASSING = List.of(Kinds.CORE_EVENT, Kinds.EVENT, Kinds.LEASE);

  private Snapshot() {}

  /** Whether objects of the kind are kept in snapshots. */
  static boolean isKept(Kind kind) {
    return !PASSING.contains(kind);
  }

  /**
   * Writes all lasting objects; the file appears as a whole or not at all.
   *
   * @return how many
   */
  public static int save(Registry registry, Path file) throws IOException {
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    try {
      int count = write(registry, partial);
      Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
      return count;
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static int write(Registry registry, Path file) throws IOException {
    int count = 0;
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("apiVersion: v1\nkind: List\nitems:");
      YamlWriter yaml = new YamlWriter(out);
      for (Kind kind : Kinds.all()) {
        if (isKept(kind)) {
          for (KubeObject object : registry.list(kind).objects()) {
            if (count++ == 0) {
              out.write('\n');
            }
            yaml.item(lasting(object));
          }
        }
      }
      out.write(count == 0 ? " []\n" : "");
    }
    return count;
  }

  private static ObjectNode lasting(KubeObject object) {
    ObjectNode tree = object.tree();
    tree.withObject("/metadata").remove(List.of("managedFields", "resourceVersion", "selfLink"));
    return tree;
  }

  /**
   * Reads a file of this or of {@code kubectl get nodes,pods -A -o yaml} into a registry that has
   * no more than what every cluster has.
   *
   * @throws SnapshotException when it cannot be taken; unless the registry refused something,
   *     nothing of it is
   */
  public static Loaded load(Path file, Registry registry) throws IOException {
    Intake intake = new Intake();
    try (BufferedReader text = Files.newBufferedReader(file)) {
      YamlObjects.read(file.toString(), text, intake::take);
    } catch (NoSuchFileException e) {
      throw new SnapshotException(
          file + ": there is no such file. Maybe: kubectl get nodes,pods -A -o yaml > " + file);
    }
    return new Settlement(registry).settle(intake.finish());
  }
}
