package dev.berth.plugins.examples;

import dev.berth.framework.CycleState;
import dev.berth.framework.ScorePlugin;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;

/**
 * Scores a node by the last character of its name: the digit if it is one, else 0.
 *
 * <p>The digit is meant on the extender's scale of 0 to 10, so it counts ten times here: {@code
 * node-7} is 70. Threading: immutable.
 */
public final class NameDigitScore implements ScorePlugin {

  public static final String NAME = "NameDigitScore";

  private static final int POINTS_PER_EXTENDER_POINT = 10;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public long score(CycleState state, PodInfo pod, NodeInfo node) {
    String name = node.name();
    char last = name.isEmpty() ? 'x' : name.charAt(name.length() - 1);
    return last >= '0' && last <= '9' ? POINTS_PER_EXTENDER_POINT * (last - '0') : 0;
  }
}
