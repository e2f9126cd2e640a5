package dev.berth.bench.extender;

import dev.berth.http.SharedIdentity;
import java.io.IOException;
import java.nio.file.Path;
import javax.net.SocketFactory;

/**
 * What extenders are started with: the way to the API server, and a key for them and their caller.
 *
 * <p>Threading: any thread.
 */
record LocalFiles(Path directory, SharedIdentity identity) {

  /** With everything in its place. */
  static LocalFiles in(Path directory, OfferedCluster cluster) throws IOException {
    LocalFiles files = new LocalFiles(directory, SharedIdentity.make());
    cluster.writeKubeconfig(files.kubeconfig());
    files.identity.writeTo(files.certificate(), files.key());
    return files;
  }

  private Path kubeconfig() {
    return directory.resolve("kubeconfig");
  }

  private Path certificate() {
    return directory.resolve("tls.crt");
  }

  private Path key() {
    return directory.resolve("tls.key");
  }

  Contender.Place place(int port, int servicePort) {
    return new Contender.Place(kubeconfig(), certificate(), key(), port, servicePort);
  }

  /** What connections of the caller are made by; who is asked for a certificate shows one. */
  SocketFactory sockets(Wire wire) throws IOException {
    return switch (wire) {
      case PLAIN -> SocketFactory.getDefault();
      case TLS, MTLS -> identity.context().getSocketFactory();
    };
  }
}
