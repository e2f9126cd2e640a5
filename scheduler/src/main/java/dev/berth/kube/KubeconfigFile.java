package dev.berth.kube;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import io.kubernetes.client.util.credentials.Authentication;
import io.kubernetes.client.util.credentials.ClientCertificateAuthentication;
import io.kubernetes.client.util.credentials.KubeconfigAuthentication;
import io.kubernetes.client.util.credentials.RefreshAuthentication;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A kubeconfig file, read by the official client, and what can be wrong with it in words for its
 * owner.
 *
 * <p>Threading: immutable.
 */
final class KubeconfigFile {
  /** How long a token that a program or provider made is used before it is asked again. */
  private static final Duration TOKEN_REFRESH = Duration.ofMinutes(5);

  private final Path file;

  KubeconfigFile(Path file) {
    // The client resolves what the file names against its directory, which a bare name has not.
    this.file = file.toAbsolutePath();
  }

  /** The client that a context, or else the current one, describes. */
  ApiClient client(@Nullable String context) {
    KubeConfig config = load();
    select(config, context);
    try {
      Object tokenFile = userOf(config).remove("tokenFile"); // the client reads it once, for good
      ClientBuilder builder = ClientBuilder.kubeconfig(config, refreshOf(config));
      builder.setAuthentication(credentials(config, tokenFile, builder.getAuthentication()));
      return builder.build();
    } catch (IOException | RuntimeException e) {
      throw e instanceof KubeEnvironmentException ours
          ? ours
          : wrong(
              "does not give a working client for context '" + contextOf(config) + "': " + e, e);
    }
  }

  /** The namespace of the current context, "default" when it names none. */
  String namespace() {
    KubeConfig config = load();
    select(config, null);
    String namespace = config.getNamespace();
    return namespace == null || namespace.isEmpty() ? "default" : namespace;
  }

  /**
   * The proxy that a context, or else the current one, reaches its cluster by; null when it names
   * none. The official client does not know of it.
   */
  @Nullable ProxyRoute proxy(@Nullable String context) {
    KubeConfig config = load();
    select(config, context);
    Object url = clusterOf(config).get("proxy-url");
    return url == null || url.equals("") ? null : proxyAt(String.valueOf(url));
  }

  /** Without a scheme it is an error for client-go too. */
  private ProxyRoute proxyAt(String url) {
    ProxySetting setting = new ProxySetting("proxy-url", url);
    if (!url.contains("://")) {
      throw wrong("has " + setting + ", which needs http:// or socks5:// in front", null);
    }
    return setting.route();
  }

  private KubeConfig load() {
    try {
      KubeConfig config = KubeConfig.loadKubeConfig(new StringReader(Files.readString(file)));
      config.setFile(file.toFile());
      return config;
    } catch (NoSuchFileException e) {
      throw new KubeEnvironmentException(
          "There is no kubeconfig " + file + ". Maybe the path has a typing error?", e);
    } catch (IOException e) {
      throw new KubeEnvironmentException(
          "The kubeconfig " + file + " cannot be read: " + e + ". Maybe it is another user's?", e);
    } catch (RuntimeException e) {
      throw wrong("is not a kubeconfig: " + firstLine(e), e);
    }
  }

  private void select(KubeConfig config, @Nullable String context) {
    String wanted = context == null ? contextOf(config) : context;
    if (wanted.isEmpty()) {
      throw wrong("has no current-context: it has " + names(config.getContexts()), null);
    }
    try {
      if (!config.setContext(wanted)) {
        throw wrong("has no context '" + wanted + "': it has " + names(config.getContexts()), null);
      }
    } catch (ClassCastException e) {
      throw wrong("is not a kubeconfig: " + firstLine(e), e);
    }
    if (config.getServer() == null) {
      throw wrong("has no cluster with a server for context '" + wanted + "'", null);
    }
  }

  private static String contextOf(KubeConfig config) {
    String current = config.getCurrentContext();
    return current == null ? "" : current;
  }

  private static @Nullable Duration refreshOf(KubeConfig config) {
    Map<?, ?> user = userOf(config);
    return user.containsKey("exec") || user.containsKey("auth-provider") ? TOKEN_REFRESH : null;
  }

  /** The client's choice, but a token file is read again, and nobody is never meant by mistake. */
  private Authentication credentials(
      KubeConfig config, @Nullable Object tokenFile, Authentication chosen) throws IOException {
    if (refreshOf(config) != null) {
      if (isNobody(chosen)) {
        throw wrong(
            "names a program or provider of credentials, which gave none, for context '"
                + contextOf(config)
                + "'; the log above says why",
            null);
      }
      return chosen;
    }
    if (tokenFile instanceof String token) {
      return new TokenFile(file.resolveSibling(token));
    }
    Authentication certificate = certificateOf(config);
    return certificate == null ? chosen : certificate;
  }

  private static @Nullable Authentication certificateOf(KubeConfig config) throws IOException {
    byte[] certificate =
        config.getDataOrFileRelative(
            config.getClientCertificateData(), config.getClientCertificateFile());
    byte[] key = config.getDataOrFileRelative(config.getClientKeyData(), config.getClientKeyFile());
    return certificate == null || key == null ? null : ClientCertificate.of(certificate, key);
  }

  /** The client falls back to no credentials at all when a program that should make them fails. */
  private static boolean isNobody(Authentication chosen) {
    return chosen instanceof KubeconfigAuthentication ours
        && !(ours.getDelegateAuthentication() instanceof RefreshAuthentication)
        && !(ours.getDelegateAuthentication() instanceof ClientCertificateAuthentication);
  }

  private static Map<?, ?> userOf(KubeConfig config) {
    Map<?, ?> context = find(config.getContexts(), contextOf(config), "context");
    return context.get("user") instanceof String user
        ? find(config.getUsers(), user, "user")
        : Map.of();
  }

  private static Map<?, ?> clusterOf(KubeConfig config) {
    Map<?, ?> context = find(config.getContexts(), contextOf(config), "context");
    return context.get("cluster") instanceof String cluster
        ? find(config.getClusters(), cluster, "cluster")
        : Map.of();
  }

  private static Map<?, ?> find(@Nullable List<?> list, String name, String field) {
    if (list != null) {
      for (Object entry : list) {
        if (entry instanceof Map<?, ?> map
            && name.equals(map.get("name"))
            && map.get(field) instanceof Map<?, ?> found) {
          return found;
        }
      }
    }
    return Map.of();
  }

  private static String names(@Nullable List<?> contexts) {
    TreeSet<String> names = new TreeSet<>();
    if (contexts != null) {
      for (Object entry : contexts) {
        if (entry instanceof Map<?, ?> map && map.get("name") instanceof String name) {
          names.add(name);
        }
      }
    }
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static String firstLine(RuntimeException e) {
    String text = e.getMessage();
    return text == null ? e.getClass().getSimpleName() : text.lines().findFirst().orElse("");
  }

  private KubeEnvironmentException wrong(String what, @Nullable Exception cause) {
    String message =
        "The kubeconfig " + file + " " + what + ". Maybe 'kubectl --kubeconfig' shows more?";
    return cause == null
        ? new KubeEnvironmentException(message)
        : new KubeEnvironmentException(message, cause);
  }
}
