package dev.berth.cycle;

import dev.berth.framework.NominatedPods;
import dev.berth.framework.Observations;
import dev.berth.framework.PluginNews;
import dev.berth.framework.PodActivator;
import dev.berth.framework.SchedulerTasks;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ports that plugins are given before what is behind them exists: plugins are made first, then the
 * queue and the pipelines that run them.
 *
 * <p>Threading: scheduler thread only.
 */
final class LateBound {

  private LateBound() {}

  private static <T> T present(@Nullable T port) {
    if (port == null) {
      throw new IllegalStateException(
          "a plugin used a port while it was made. Maybe it should keep the port and use it when"
              + " called.");
    }
    return port;
  }

  static final class Nominated implements NominatedPods {
    private @Nullable NominatedPods real;

    void bind(NominatedPods port) {
      real = port;
    }

    @Override
    public List<PodInfo> on(String nodeName) {
      return present(real).on(nodeName);
    }

    @Override
    public Iterable<String> nodeNames() {
      return present(real).nodeNames();
    }

    @Override
    public boolean isEmpty() {
      return present(real).isEmpty();
    }
  }

  /** Bound before the first binding thread can ask. */
  static final class Observing implements Observations {
    private volatile @Nullable Observations real;

    void bind(Observations port) {
      real = port;
    }

    @Override
    public <T> @Nullable T await(Question<T> question, Duration atMost)
        throws InterruptedException {
      return present(real).await(question, atMost);
    }
  }

  /** Bound before the first thread but the scheduler's can tell anything. */
  static final class News implements PluginNews {
    private volatile @Nullable PluginNews real;

    void bind(PluginNews port) {
      real = port;
    }

    @Override
    public void waitsForDevices(PodInfo pod, String nodeName) {
      present(real).waitsForDevices(pod, nodeName);
    }

    @Override
    public void waitedForDevices(DeviceWait wait) {
      present(real).waitedForDevices(wait);
    }

    @Override
    public void claimCreated(boolean failed) {
      present(real).claimCreated(failed);
    }

    @Override
    public void volumeStageFailed(VolumeStage stage) {
      present(real).volumeStageFailed(stage);
    }
  }

  /** Bound before the first thread but the scheduler's can ask. */
  static final class Tasks implements SchedulerTasks {
    private volatile @Nullable Inbox inbox;

    void bind(Inbox port) {
      inbox = port;
    }

    @Override
    public void add(Runnable task) {
      present(inbox).post(new Message.Question(task));
    }
  }

  static final class Activator implements PodActivator {
    private @Nullable PodActivator real;

    void bind(PodActivator port) {
      real = port;
    }

    @Override
    public void activate(Collection<PodKey> pods) {
      present(real).activate(pods);
    }
  }
}
