package dev.berth.cycle;

import dev.berth.framework.PluginNews;
import dev.berth.model.PodInfo;
import java.util.List;

/** Several listeners to plugins as one, told in order. Threading: any thread. */
public record NewsListeners(List<PluginNews> all) implements PluginNews {

  public NewsListeners {
    all = List.copyOf(all);
  }

  @Override
  public void waitsForDevices(PodInfo pod, String nodeName) {
    all.forEach(listener -> listener.waitsForDevices(pod, nodeName));
  }

  @Override
  public void waitedForDevices(DeviceWait wait) {
    all.forEach(listener -> listener.waitedForDevices(wait));
  }

  @Override
  public void claimCreated(boolean failed) {
    all.forEach(listener -> listener.claimCreated(failed));
  }

  @Override
  public void volumeStageFailed(VolumeStage stage) {
    all.forEach(listener -> listener.volumeStageFailed(stage));
  }
}
