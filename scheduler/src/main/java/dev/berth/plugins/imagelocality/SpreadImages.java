package dev.berth.plugins.imagelocality;

import dev.berth.framework.ClusterView;
import dev.berth.framework.ImageState;
import dev.berth.framework.Scores;
import dev.berth.model.Node;
import dev.berth.model.PodImages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A pod's images as the cluster knows them: each with its size times the share of nodes that have
 * it. Images that no node has are left out; one that several containers use counts several times.
 *
 * <p>Threading: immutable.
 *
 * @param scoredContainers init and app containers, which set the sum that is worth 100
 */
record SpreadImages(List<SpreadImage> images, int scoredContainers) {

  private static final long MEBIBYTE = 1024 * 1024;

  /** A sum of spread bytes up to this is worth 0. */
  private static final long MIN_BYTES = 23 * MEBIBYTE;

  /** A sum of spread bytes from this, times the number of containers, is worth 100. */
  private static final long MAX_BYTES_PER_CONTAINER = 1000 * MEBIBYTE;

  /** One image and its size, scaled down by how few nodes have it. */
  record SpreadImage(String name, long spreadBytes) {}

  SpreadImages {
    images = List.copyOf(images);
  }

  static SpreadImages of(PodImages wanted, ClusterView view) {
    List<SpreadImage> images = new ArrayList<>();
    for (String name : wanted.names()) {
      ImageState known = view.image(name);
      if (known != null) {
        images.add(new SpreadImage(name, spreadBytes(known, view.nodeCount())));
      }
    }
    return new SpreadImages(images, wanted.scoredContainers());
  }

  private static long spreadBytes(ImageState image, int nodeCount) {
    double spread = (double) image.nodeCount() / nodeCount;
    return (long) (image.sizeBytes() * spread);
  }

  /** Where the sum of what the node has lies between the least and the most that counts, 0..100. */
  long score(Node node) {
    long most = MAX_BYTES_PER_CONTAINER * scoredContainers;
    long sum = bytesOn(node);
    long counted = sum < MIN_BYTES ? MIN_BYTES : Math.min(sum, most);
    return Scores.MAX_SCORE * (counted - MIN_BYTES) / (most - MIN_BYTES);
  }

  private long bytesOn(Node node) {
    Map<String, Long> there = node.imageSizes();
    long sum = 0;
    for (int i = 0; i < images.size(); i++) {
      SpreadImage image = images.get(i);
      sum += there.containsKey(image.name()) ? image.spreadBytes() : 0;
    }
    return sum;
  }
}
