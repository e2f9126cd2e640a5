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
    return defaults(ConfigOverlay.NONE);
  }

  /**
   * The configuration of somebody who gave only flags.
   *
   * @throws ConfigException if they cannot be used
   */
  public static BerthConfig defaults(ConfigOverlay flags) {
    Findings findings = new Findings();
    OwnSettings own =
        Fields.read(flags.ontoOwn(null), OwnSettings.KIND, findings, OwnSettings::read);
    return read(
        flags.ontoKube(null),
        own,
        Differences.PROFILE,
        findings,
        "The default configuration with the flags given");
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException if it cannot be read or used
   */
  public static BerthConfig load(Path file) {
    return load(file, ConfigOverlay.NONE);
  }

  /**
   * Reads a file, of which flags take the better of some values.
   *
   * @throws ConfigException if it cannot be read or used
   */
  public static BerthConfig load(Path file, ConfigOverlay flags) {
    return parse(textOf(file), file.toString(), flags);
  }

  /**
   * Reads a text.
   *
   * @param source what the text is called in errors
   * @throws ConfigException if it cannot be used
   */
  public static BerthConfig parse(String text, String source) {
    return parse(text, source, ConfigOverlay.NONE);
  }

  private static BerthConfig parse(String text, String source, ConfigOverlay flags) {
    Findings findings = new Findings();
    Documents documents = Documents.read(text, source, findings);
    OwnSettings own =
        Fields.read(flags.ontoOwn(documents.own()), OwnSettings.KIND, findings, OwnSettings::read);
    return read(flags.ontoKube(documents.kube()), own, Differences.PROFILE, findings, source);
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
    ExtenderFacade facade = own.extender();
    if (facade != null) {
      facade.checkPaths(config.profileNames(), findings);
    }
    findings.throwIfAny(source);

    List<String> notices = new ArrayList<>(Differences.of(config, findings));
    notices.addAll(findings.notices());
    notices.addAll(FieldTable.idle(findings.setPaths()));
    return config.finished(EffectiveConfig.of(kube, config), notices);
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
