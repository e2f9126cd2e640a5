package dev.berth.kube.lease;

import dev.berth.kube.KubeClient;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * The requests of an election to a real API server.
 *
 * <p>Threading: one thread sends; {@link #abandon} is for any other.
 */
final class KubeLeaseRequests implements LeaseRequests {
  private final KubeClient client;
  private final String leases;
  private final String lease;
  private @Nullable Call underWay; // guarded by this

  KubeLeaseRequests(KubeClient client, String namespace, String name) {
    this.client = client;
    this.leases = "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases";
    this.lease = leases + "/" + name;
  }

  @Override
  public KubeReply read(long timeoutNanos) throws IOException, InterruptedException {
    return send(KubeRequest.get(lease, Map.of()), timeoutNanos);
  }

  @Override
  public KubeReply create(LeaseDocument document, long timeoutNanos)
      throws IOException, InterruptedException {
    return send(KubeRequest.post(leases, document.json()), timeoutNanos);
  }

  @Override
  public KubeReply replace(LeaseDocument document, long timeoutNanos)
      throws IOException, InterruptedException {
    return send(KubeRequest.put(lease, document.json()), timeoutNanos);
  }

  private KubeReply send(KubeRequest request, long timeoutNanos)
      throws IOException, InterruptedException {
    Call call = client.call(request);
    call.timeout().timeout(timeoutNanos, TimeUnit.NANOSECONDS);
    begin(call);
    try {
      return client.send(call);
    } finally {
      end();
    }
  }

  private synchronized void begin(Call call) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before the API server was asked");
    }
    underWay = call;
  }

  private synchronized void end() {
    underWay = null;
  }

  /** A platform thread in a socket feels no interrupt, so its call is cancelled as well. */
  @Override
  public synchronized void abandon(Thread sender) {
    sender.interrupt();
    if (underWay != null) {
      underWay.cancel();
    }
  }
}
