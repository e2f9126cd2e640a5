package dev.berth.kube.bind;

import dev.berth.kube.KubeClient;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import java.io.IOException;

/**
 * Sends a request once more when the server sheds load (429), which it does before it looks at it.
 * The client for writes waits first, as long as the server asked.
 *
 * <p>Threading: any thread; blocks.
 */
final class PatientClient {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int TRIES = 3;

  private final KubeClient client;

  PatientClient(KubeClient write) {
    this.client = write;
  }

  /** As {@link KubeClient#send}; the answer is a 429 when the server was busy each time. */
  KubeReply send(KubeRequest request) throws IOException, InterruptedException {
    KubeReply reply = client.send(request);
    for (int tries = 1; tries < TRIES && reply.code() == TOO_MANY_REQUESTS; tries++) {
      reply = client.send(request);
    }
    return reply;
  }
}
