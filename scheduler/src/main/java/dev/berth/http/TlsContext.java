package dev.berth.http;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate and the client authorities of one listener, as its files have them.
 *
 * <p>Files that changed and do not make sense, because they are half written or do not belong
 * together yet, are left alone until they change again; what was read before stays in use.
 *
 * <p>Threading: any thread; {@code this} guards {@code seen} and {@code complaint}.
 */
final class TlsContext {
  private static final Logger LOG = LoggerFactory.getLogger(TlsContext.class);

  /**
   * What the JVM's first compiler makes of it, which is the only one that the launcher lets work,
   * is five times as fast as what it makes of AES-GCM; those who cannot speak it get that.
   */
  private static final Comparator<String> CHACHA20_FIRST =
      Comparator.comparing(suite -> !suite.contains("CHACHA20"));

  private final Transport.Tls tls;
  private final SslContextFactory.Server factory = new SslContextFactory.Server();
  private HashCode seen;

  /** What is wrong with the files as they are now, "" when nothing is. */
  private String complaint = "";

  /**
   * @throws IOException when a file cannot be read or used; the message names it
   */
  TlsContext(Transport.Tls tls) throws IOException {
    this.tls = tls;
    this.seen = hash(sources(tls));
    factory.setRenegotiationAllowed(false); // of no use here, and work for free
    factory.setCipherComparator(CHACHA20_FIRST);
    factory.setKeyStorePassword(PemFile.PASSWORD);
    factory.setKeyStore(
        switch (tls.certificate()) {
          case Transport.Certificate.SelfSigned(List<String> hosts) ->
              SelfSignedCertificate.make(hosts);
          case Transport.Certificate.PemFiles(Path chain, Path key) -> PemFile.keys(chain, key);
        });
    KeyStore authorities = authorities(tls);
    trust(factory, authorities);
  }

  private static void trust(SslContextFactory.Server factory, @Nullable KeyStore authorities) {
    if (authorities != null) {
      factory.setTrustStore(authorities);
    }
    factory.setWantClientAuth(authorities != null);
  }

  SslContextFactory.Server factory() {
    return factory;
  }

  /** Reads the files again if they changed since they were looked at last. */
  synchronized void reloadIfChanged() {
    try {
      HashCode now = hash(sources(tls));
      if (!now.equals(seen)) {
        seen = now;
        reload();
        LOG.info("took new certificates from {}", sources(tls));
      }
      complaint = "";
    } catch (Exception e) {
      complainOnce(String.valueOf(e.getMessage()));
    }
  }

  private synchronized void complainOnce(String problem) {
    if (!problem.equals(complaint)) {
      LOG.warn("new certificates cannot be used, the former stay: {}", problem);
      complaint = problem;
    }
  }

  private void reload() throws Exception {
    KeyStore authorities = authorities(tls);
    KeyStore keys =
        tls.certificate() instanceof Transport.Certificate.PemFiles(Path chain, Path key)
            ? PemFile.keys(chain, key)
            : null;
    factory.reload(
        changed -> {
          if (keys != null) {
            changed.setKeyStore(keys);
          }
          trust(factory, authorities);
        });
  }

  private static @Nullable KeyStore authorities(Transport.Tls tls) throws IOException {
    PemSource clientCa = tls.clientCa();
    return clientCa == null ? null : PemFile.authorities(clientCa);
  }

  private static List<PemSource> sources(Transport.Tls tls) {
    List<PemSource> files = new ArrayList<>();
    if (tls.certificate() instanceof Transport.Certificate.PemFiles(Path chain, Path key)) {
      files.add(PemSource.file(chain));
      files.add(PemSource.file(key));
    }
    PemSource clientCa = tls.clientCa();
    if (clientCa != null) {
      files.add(clientCa);
    }
    return files;
  }

  private static HashCode hash(List<PemSource> files) throws IOException {
    Hasher hasher = Hashing.sha256().newHasher();
    for (PemSource file : files) {
      byte[] content = file.read();
      hasher.putInt(content.length).putBytes(content);
    }
    return hasher.hash();
  }
}
