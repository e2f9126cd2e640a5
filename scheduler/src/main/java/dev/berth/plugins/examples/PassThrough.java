package dev.berth.plugins.examples;

import dev.berth.framework.CycleState;
import dev.berth.framework.FilterPlugin;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;

/**
 * Keeps every node: the smallest filter there is, to begin one's own with. Threading: immutable.
 */
public final class PassThrough implements FilterPlugin {

  public static final String NAME = "PassThrough";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
    return Status.success();
  }
}
