package dev.berth.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way in: reads a file, a text or a tree and answers a {@link BerthConfig}, or throws all that
 * is wrong with it at once.
 *
 * <p>A text is YAML or JSON with one document {@code KubeSchedulerConfiguration} v1, one {@code
 * BerthConfiguration}, or both in any order.
 *
 * <p>Threading: any thread.
 */
public final class ConfigLoader {
  private ConfigLoader() {}

  /** The configuration of somebody who wrote none. */
  public static BerthConfig defaults() {
    return read(
        null,
        OwnSettings.DEFAULTS,
        Differences.PROFILE,
        new Findings(),
        "The default configuration");
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException if it cannot be read or used
   */
  public static BerthConfig load(Path file) {
    return parse(textOf(file), file.toString());
  }

  /**
   * Reads a text.
   *
   * @param source what the text is called in errors
   * @throws ConfigException if it cannot be used
   */
  public static BerthConfig parse(String text, String source) {
    Findings findings = new Findings();
    Documents documents = Documents.read(text, source, findings);
    OwnSettings own = Fields.read(documents.own(), OwnSettings.KIND, findings, OwnSettings::read);
    return read(documents.kube(), own, Differences.PROFILE, findings, source);
  }

  /**
   * Reads a {@code KubeSchedulerConfiguration} as a conformance case brings it: the name {@code
   * default-scheduler} is allowed, and is that of a profile without a name.
   *
   * @param tree null means one profile with everything by default
   * @throws ConfigException if it cannot be used
   */
  public static BerthConfig conformance(@Nullable JsonNode tree) {
    Findings findings = new Findings();
    if (tree != null && !tree.isNull()) {
      Documents.checkVersion(tree, findings);
    }
    OwnSettings own = OwnSettings.DEFAULTS.allowingDefaultScheduler();
    return read(tree, own, Differences.DEFAULT_SCHEDULER, findings, "The configuration");
  }

  private static BerthConfig read(
      @Nullable JsonNode kube,
      OwnSettings own,
      String defaultName,
      Findings findings,
      String source) {
    BerthConfig config =
        Fields.read(kube, "", findings, new KubeConfiguration(own, defaultName)::read);
    findings.throwIfAny(source);

    List<String> notices = new ArrayList<>(Differences.of(config, findings));
    notices.addAll(findings.notices());
    notices.addAll(FieldTable.idle(findings.setPaths()));
    return config.withNotices(notices);
  }

  private static String textOf(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new ConfigException(file.toString(), List.of(new ConfigProblem("", "does not exist")));
    } catch (IOException e) {
      throw new ConfigException(
          file.toString(), List.of(new ConfigProblem("", "cannot be read: " + e)));
    }
  }
}
