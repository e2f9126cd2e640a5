package dev.berth.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a server takes such a token is shown by {@code ManifestIT}. */
final class ServiceAccountFilesTest {

  @TempDir private Path directory;

  private ServiceAccountFiles files() {
    return ServiceAccountFiles.in(Map.of(ServiceAccountFiles.VARIABLE, directory.toString()));
  }

  @Test
  void address_of_version_6_stands_in_brackets() throws Exception {
    Files.writeString(directory.resolve("token"), "secret");
    Files.writeString(directory.resolve("ca.crt"), anyAuthority());

    assertThat(files().client("fd00::1", "443").getBasePath()).isEqualTo("https://[fd00::1]:443");
    assertThat(files().client("10.0.0.1", "6443").getBasePath()).isEqualTo("https://10.0.0.1:6443");
  }

  private static String anyAuthority() throws GeneralSecurityException {
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init((KeyStore) null);
    X509TrustManager manager = (X509TrustManager) trusted.getTrustManagers()[0];
    byte[] der = manager.getAcceptedIssuers()[0].getEncoded();
    return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
        .formatted(Base64.getMimeEncoder().encodeToString(der));
  }

  @Test
  void missing_token_is_named_at_once() throws IOException {
    Files.writeString(directory.resolve("ca.crt"), "");

    assertThatExceptionOfType(KubeEnvironmentException.class)
        .isThrownBy(() -> files().client("10.0.0.1", "443"))
        .withMessageContaining(directory.resolve("token").toString())
        .withMessageContaining("Maybe automountServiceAccountToken is false?");
  }

  @Test
  void without_the_variable_the_files_are_where_a_kubelet_puts_them() {
    assertThatExceptionOfType(KubeEnvironmentException.class)
        .isThrownBy(() -> ServiceAccountFiles.in(Map.of()).client("10.0.0.1", "443"))
        .withMessageContaining("/var/run/secrets/kubernetes.io/serviceaccount/token");
  }
}
