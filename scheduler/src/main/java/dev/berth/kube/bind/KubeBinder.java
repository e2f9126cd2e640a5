package dev.berth.kube.bind;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.berth.framework.Binder;
import dev.berth.framework.Status;
import dev.berth.kube.KubeClient;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import dev.berth.model.PodInfo;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Binds pods by posting a Binding with the pod's uid as precondition.
 *
 * <p>The code of the answer is the verdict. Where it leaves open what the server did (conflict,
 * time out, broken connection, server error), the pod is read back: on the wanted node under the
 * same uid is success, whoever said otherwise. Nothing is posted twice but what the server refused
 * to look at (429).
 *
 * <p>Mirrors {@code plugins/defaultbinder/default_binder.go}, Kubernetes 1.36.3, which has no
 * read-back.
 *
 * <p>Threading: any thread; blocks.
 */
public final class KubeBinder implements Binder {
  private static final int CONFLICT = 409;
  private static final int SERVER_ERROR = 500;
  private static final int USUAL_LENGTH = 256;
  private static final int READS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  private final PatientClient client;
  private final PodReader pods;

  /** A binder over the client for writes. */
  public KubeBinder(KubeClient write) {
    this.client = new PatientClient(write);
    this.pods = new PodReader(write);
  }

  @Override
  public Status bind(PodInfo pod, String nodeName) throws InterruptedException {
    String failure;
    try {
      KubeReply reply =
          client.send(KubeRequest.post(new PodPaths(pod.key()).binding(), binding(pod, nodeName)));
      if (reply.isSuccess()) {
        return Status.success();
      }
      if (reply.code() != CONFLICT && reply.code() < SERVER_ERROR) {
        return Status.error(reply.message());
      }
      failure = reply.message();
    } catch (IOException e) {
      failure = "no answer to the binding: " + e.getMessage();
    }
    return verdictOfReadBack(pod, nodeName, failure);
  }

  /** Put together from pieces: there is one for every pod, so it may not cost what a tree does. */
  private static String binding(PodInfo pod, String nodeName) {
    StringBuilder json = new StringBuilder(USUAL_LENGTH);
    json.append("{\"apiVersion\":\"v1\",\"kind\":\"Binding\",\"metadata\":{\"namespace\":");
    quote(json, pod.key().namespace());
    json.append(",\"name\":");
    quote(json, pod.key().name());
    json.append(",\"uid\":");
    quote(json, pod.uid());
    json.append("},\"target\":{\"kind\":\"Node\",\"name\":");
    quote(json, nodeName);
    return json.append("}}").toString();
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, json);
    json.append('"');
  }

  /**
   * What became of a binding, by whomever it was to be made.
   *
   * @param failure why that is not known
   * @return Success when the pod of this uid is on the node; Error otherwise
   */
  public Status verdictOfReadBack(PodInfo pod, String nodeName, String failure)
      throws InterruptedException {
    PodOnServer found;
    try {
      found = readBack(pod);
    } catch (IOException e) {
      return Status.error(
          "whether pod %s was bound to node \"%s\" is not known: %s; and it cannot be read: %s"
              .formatted(pod.key(), nodeName, failure, e.getMessage()));
    }
    if (found == null || !found.uid().equals(pod.uid())) {
      return Status.error("pod " + pod.key() + " is gone");
    }
    if (found.nodeName().equals(nodeName)) {
      return Status.success();
    }
    return Status.error(
        found.nodeName().isEmpty()
            ? failure
            : "pod %s is already bound to node \"%s\"".formatted(pod.key(), found.nodeName()));
  }

  private @Nullable PodOnServer readBack(PodInfo pod) throws IOException, InterruptedException {
    Duration pause = FIRST_PAUSE;
    for (int read = 1; ; read++) {
      try {
        return pods.read(pod.key());
      } catch (IOException e) {
        if (read == READS) {
          throw e;
        }
        Thread.sleep(pause);
        pause = pause.multipliedBy(4);
      }
    }
  }
}
