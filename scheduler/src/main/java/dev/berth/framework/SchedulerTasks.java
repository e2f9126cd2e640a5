package dev.berth.framework;

/**
 * Takes what is to be done on the scheduler thread, between two attempts.
 *
 * <p>For binding threads, which own nothing that plugins share. Threading: any thread; returns at
 * once, tasks run in the order in which they were added.
 */
@FunctionalInterface
public interface SchedulerTasks {
  void add(Runnable task);
}
