package dev.berth.cluster;

import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;

/**
 * A status table as one plugin sees it: what the plugin answers is kept in the plugin's name.
 *
 * <p>There is one per plugin and table, so a kernel may keep the codes it was given for as long as
 * it is handed the same instance. Threading: the thread that owns the view.
 */
record PluginCodes(String plugin, StatusTable table) implements StatusCodes {

  @Override
  public int codeOf(Status status) {
    return table.codeOf(status.by(plugin));
  }

  @Override
  public Status statusOf(int code) {
    return table.statusOf(code);
  }

  @Override
  public int size() {
    return table.size();
  }
}
