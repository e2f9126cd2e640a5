package dev.berth.plugins;

import dev.berth.framework.PluginNews;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.List;

/** What plugins told, in order. */
public final class RecordedNews implements PluginNews {
  public final List<String> all = new ArrayList<>();

  @Override
  public void waitsForDevices(PodInfo pod, String nodeName) {
    all.add(pod.key() + " waits on " + nodeName);
  }

  @Override
  public void waitedForDevices(DeviceWait wait) {
    all.add(
        "%s of %s: %s, with conditions %s"
            .formatted(wait.end(), wait.profile(), wait.devices(), wait.conditioned()));
  }

  @Override
  public void claimCreated(boolean failed) {
    all.add(failed ? "no claim" : "claim");
  }

  @Override
  public void volumeStageFailed(VolumeStage stage) {
    all.add(stage.toString());
  }
}
