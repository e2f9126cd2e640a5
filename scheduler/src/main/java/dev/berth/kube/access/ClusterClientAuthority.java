package dev.berth.kube.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.http.PemSource;
import dev.berth.kube.KubeClient;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The authorities whose client certificates the cluster's own API server accepts, as the ConfigMap
 * {@code kube-system/extension-apiserver-authentication} tells them; looked at each minute, after a
 * failure each ten seconds.
 *
 * <p>Needs {@code get} on it, which the Role {@code extension-apiserver-authentication-reader}
 * gives. When it cannot be read, that is said once, what was read before stays, and without it no
 * client certificate is asked for.
 *
 * <p>Mirrors the lookup of {@code DelegatingAuthenticationOptions}, {@code
 * k8s.io/apiserver/pkg/server/options/authentication.go}, Kubernetes 1.36.3. Threading: any thread;
 * one of its own asks the server.
 */
public final class ClusterClientAuthority implements PemSource, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterClientAuthority.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String CONFIG_MAP =
      "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication";
  private static final String KEY = "client-ca-file";
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final KubeClient client;
  private volatile byte[] pem = new byte[0];
  private volatile @Nullable Thread thread;
  private boolean complained; // the asking thread only

  /** What is known is nothing until {@link #follow}. */
  public ClusterClientAuthority(KubeClient client) {
    this.client = client;
  }

  /**
   * Asks the server from now on.
   *
   * @param changed called after each change, on a thread of its own
   */
  public void follow(Runnable changed) {
    thread = Thread.ofVirtual().name("client-authority").start(() -> run(changed));
  }

  private void run(Runnable changed) {
    try {
      while (true) {
        if (look()) {
          changed.run();
        }
        Thread.sleep(complained ? AGAIN : EVERY);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException thrown) { // the edge of the thread
      LOG.error("client authorities are not followed any more. Please report this.", thrown);
    }
  }

  /** Whether there is something new. */
  boolean look() throws InterruptedException {
    try {
      KubeReply reply = client.send(KubeRequest.get(CONFIG_MAP, Map.of()));
      if (!reply.isSuccess()) {
        throw new IOException(reply.message());
      }
      String text = MAPPER.readTree(reply.body()).path("data").path(KEY).asText();
      byte[] now = text.getBytes(StandardCharsets.UTF_8);
      boolean isNew = !Arrays.equals(now, pem);
      pem = now;
      complained = false;
      return isNew;
    } catch (IOException e) {
      complain(e);
      return false;
    }
  }

  private void complain(IOException why) {
    if (!complained) {
      complained = true;
      LOG.warn(
          "callers cannot show client certificates, because {} cannot be read: {}. Maybe bind the"
              + " Role extension-apiserver-authentication-reader, or give --client-ca-file?",
          this,
          why.getMessage());
    }
  }

  @Override
  public byte[] read() {
    return pem.clone();
  }

  @Override
  public String toString() {
    return "ConfigMap kube-system/extension-apiserver-authentication";
  }

  /** Asks no more. */
  @Override
  public void close() {
    Thread started = thread;
    if (started != null) {
      started.interrupt();
    }
  }
}
