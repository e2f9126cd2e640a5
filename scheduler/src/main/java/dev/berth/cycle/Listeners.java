package dev.berth.cycle;

import dev.berth.framework.PluginNews;
import dev.berth.framework.PointTimes;
import dev.berth.queue.QueueListener;

/** Everybody who is told what a scheduler does. Threading: immutable. */
public record Listeners(
    CycleListener cycle, QueueListener queue, PointTimes times, PluginNews news) {

  /** Of the loop alone. */
  public static Listeners of(CycleListener cycle) {
    return new Listeners(cycle, QueueListener.NONE, PointTimes.NONE, PluginNews.NONE);
  }
}
