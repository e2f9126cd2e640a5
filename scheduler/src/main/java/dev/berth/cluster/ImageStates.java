package dev.berth.cluster;

import dev.berth.framework.ImageState;
import dev.berth.model.Node;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The images that nodes report, by each of their names: a size and the number of nodes.
 *
 * <p>The size is the one reported by the first node that had the image and stays, whatever others
 * report and even when that node goes, until no node has the image. Mirrors {@code
 * addNodeImageStates} and {@code removeNodeImageStates}, {@code
 * pkg/scheduler/backend/cache/cache.go}, Kubernetes 1.36.3; upstream shows a node the count as it
 * was when that node last changed, here the count is always today's.
 *
 * <p>Threading: the thread that owns the view.
 */
final class ImageStates {

  private final Map<String, ImageState> states = new HashMap<>();

  @Nullable ImageState find(String name) {
    return states.get(name);
  }

  void add(Node node) {
    node.imageSizes().forEach(this::addOne);
  }

  void remove(Node node) {
    node.imageSizes().keySet().forEach(this::removeOne);
  }

  private void addOne(String name, long sizeBytes) {
    ImageState known = states.get(name);
    states.put(
        name,
        known == null
            ? new ImageState(sizeBytes, 1)
            : new ImageState(known.sizeBytes(), known.nodeCount() + 1));
  }

  private void removeOne(String name) {
    states.computeIfPresent(
        name,
        (image, known) ->
            known.nodeCount() == 1
                ? null
                : new ImageState(known.sizeBytes(), known.nodeCount() - 1));
  }
}
