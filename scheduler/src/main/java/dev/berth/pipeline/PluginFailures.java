package dev.berth.pipeline;

import dev.berth.framework.Plugin;
import dev.berth.framework.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what a plugin throws into the Error that it should have answered, and logs the stack once.
 */
final class PluginFailures {

  private static final Logger LOG = LoggerFactory.getLogger(PluginFailures.class);

  private PluginFailures() {}

  static Status report(Plugin plugin, String point, RuntimeException thrown) {
    LOG.error("plugin {} threw in {}", plugin.name(), point, thrown);
    return Status.error(thrown).by(plugin.name());
  }
}
