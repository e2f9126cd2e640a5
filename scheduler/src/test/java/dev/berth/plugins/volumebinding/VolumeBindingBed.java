package dev.berth.plugins.volumebinding;

import static dev.berth.plugins.volumebinding.Storage.immediate;
import static dev.berth.plugins.volumebinding.Storage.late;
import static dev.berth.plugins.volumebinding.Storage.pod;

import dev.berth.config.VolumeBindingArgs;
import dev.berth.framework.NoVolumeWriter;
import dev.berth.model.PodInfo;
import dev.berth.plugins.Bed;
import dev.berth.plugins.RecordedNews;
import dev.berth.plugins.TestContext;
import java.time.Duration;
import java.util.Map;

/** The plugin over two nodes of two zones and three classes. */
final class VolumeBindingBed {
  static final String NO_VOLUME = "node(s) didn't find available persistent volumes to bind";

  final Bed bed =
      new Bed()
          .node("n1", "kubernetes.io/hostname=n1", "zone=a")
          .node("n2", "kubernetes.io/hostname=n2", "zone=b")
          .with(late("late", "kubernetes.io/no-provisioner"))
          .with(late("made", "csi.a"))
          .with(immediate("now"));

  final RecordedNews news = new RecordedNews();
  final VolumeBinding plugin =
      new VolumeBinding(
          new VolumeBindingArgs(Duration.ofSeconds(1)),
          TestContext.telling(
              TestContext.of(
                  bed.mirror(), new NoVolumeWriter(), TestContext.create().observations()),
              news));

  Map<String, String> verdicts(PodInfo.Builder pod) {
    return bed.verdicts(plugin, pod.build());
  }
}
