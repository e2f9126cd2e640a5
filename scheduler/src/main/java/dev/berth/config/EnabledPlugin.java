package dev.berth.config;

/**
 * A plugin that a set turns on, with its weight should it score.
 *
 * <p>Threading: immutable.
 *
 * @param weight at least 1; a configuration's 0 means 1
 */
public record EnabledPlugin(String name, int weight) {
  public EnabledPlugin {
    if (weight < 1) {
      throw new IllegalArgumentException("weight of " + name + " is " + weight + ". Maybe 1?");
    }
  }

  EnabledPlugin(String name) {
    this(name, 1);
  }

  static EnabledPlugin read(Fields fields) {
    String name = fields.requiredText("name");
    int weight = fields.wholeNumber("weight", 1, 0, Integer.MAX_VALUE);
    if (name.equals(PluginSet.ALL)) {
      fields.invalid("name", "\"*\"", "it may stand in disabled only");
    }
    if (InTreePlugins.REMOVED.contains(name)) {
      fields.invalid("name", Fields.quote(name), InTreePlugins.WHY_REMOVED);
    }
    return new EnabledPlugin(name, Math.max(1, weight));
  }
}
