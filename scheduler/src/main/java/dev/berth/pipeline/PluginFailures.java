package dev.berth.pipeline;

import dev.berth.framework.Plugin;
import dev.berth.framework.Status;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what a plugin throws into the Error that it should have answered.
 *
 * <p>The stack of one kind of exception from one point of a plugin is logged the first time only: a
 * filter may throw for each of thousands of nodes. Threading: any thread.
 */
final class PluginFailures {

  private static final Logger LOG = LoggerFactory.getLogger(PluginFailures.class);

  /** What was logged already; as large as there are plugins with bugs. */
  private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

  private PluginFailures() {}

  static Status report(Plugin plugin, String point, RuntimeException thrown) {
    if (LOGGED.add(plugin.name() + " " + point + " " + thrown.getClass().getName())) {
      LOG.error(
          "plugin {} threw in {}; its stack is not logged again", plugin.name(), point, thrown);
    }
    return Status.error(thrown).by(plugin.name());
  }
}
