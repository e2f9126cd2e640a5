package dev.berth.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Arguments of a plugin that is not kube-scheduler's own: a tree that only the plugin can read.
 *
 * <p>Threading: immutable.
 */
public final class UnknownArgs implements PluginArgs {
  /** What a plugin has that no configuration mentions. */
  public static final UnknownArgs NONE = new UnknownArgs("args", null);

  private final String path;
  private final JsonNode tree;

  UnknownArgs(String path, @Nullable JsonNode tree) {
    this.path = path;
    this.tree = tree == null ? NullNode.getInstance() : tree.deepCopy();
  }

  /**
   * Reads the arguments with the plugin's own reader, as strictly as all configuration.
   *
   * @throws ConfigException with everything that is wrong, fields the reader did not ask for
   *     included
   */
  public <T extends @Nullable Object> T read(Function<Fields, T> reader) {
    Findings findings = new Findings();
    T value = Fields.read(tree, path, findings, reader);
    findings.throwIfAny("The configuration");
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UnknownArgs args && tree.equals(args.tree);
  }

  @Override
  public int hashCode() {
    return tree.hashCode();
  }

  @Override
  public String toString() {
    return tree.toString();
  }
}
