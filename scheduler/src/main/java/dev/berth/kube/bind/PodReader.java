package dev.berth.kube.bind;

import dev.berth.kube.KubeClient;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import dev.berth.model.PodKey;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one pod from the API server, past all caches.
 *
 * <p>Threading: any thread; blocks.
 */
final class PodReader {
  private static final int NOT_FOUND = 404;

  private final KubeClient client;

  PodReader(KubeClient client) {
    this.client = client;
  }

  /**
   * The pod of this name as it is now.
   *
   * @return null when there is none
   * @throws IOException when the server does not say
   */
  @Nullable PodOnServer read(PodKey key) throws IOException, InterruptedException {
    KubeReply reply = client.send(KubeRequest.get(new PodPaths(key).pod(), Map.of()));
    if (reply.code() == NOT_FOUND) {
      return null;
    }
    if (!reply.isSuccess()) {
      throw new IOException(reply.message());
    }
    return PodOnServer.read(reply.body());
  }
}
