package dev.berth.plugins.dynamicresources.cel;

import static dev.berth.plugins.dynamicresources.cel.FunctionTable.SEMVER;
import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.INT;

import java.util.Comparator;

/**
 * The functions of semantic versions.
 *
 * <p>Mirrors {@code apiserver/pkg/cel/library/semverlib.go}, Kubernetes 1.36.3. Threading: any
 * thread.
 */
final class VersionFunctions {
  private VersionFunctions() {}

  static void addTo(FunctionTable table) {
    Class<SemanticVersion> type = SemanticVersion.class;
    table.ofText("semver", "string_to_semver", SEMVER, text -> version(text, false));
    table.ofText("semver", "string_bool_to_semver", SEMVER, VersionFunctions::version);
    table.ofText("isSemver", "is_semver_string", BOOL, text -> isVersion(text, false));
    table.ofText("isSemver", "is_semver_string_bool", BOOL, VersionFunctions::isVersion);
    table.order("semver", SEMVER, type, Comparator.naturalOrder());
    table.method("major", "semver_major", INT, SEMVER, type, SemanticVersion::major);
    table.method("minor", "semver_minor", INT, SEMVER, type, SemanticVersion::minor);
    table.method("patch", "semver_patch", INT, SEMVER, type, SemanticVersion::patch);
  }

  private static Object version(String text, boolean leniently) {
    try {
      return leniently ? SemanticVersion.parseLeniently(text) : SemanticVersion.parse(text);
    } catch (SelectorException e) {
      throw new FunctionFailure(String.valueOf(e.getMessage()));
    }
  }

  private static Object isVersion(String text, boolean leniently) {
    try {
      return version(text, leniently) != null;
    } catch (FunctionFailure e) {
      return false;
    }
  }
}
