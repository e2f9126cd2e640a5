package dev.berth.kube;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * What all requests to one API server have in common, parsed once: its address, who asks, and with
 * which token of a kubeconfig.
 *
 * <p>The official client puts that together for one request; the others are made from it, because
 * making each from text costs a fifth of what a write costs us.
 *
 * <p>Threading: immutable.
 */
final class RequestTemplate {
  private static final String JSON = "application/json";
  private static final String[] CREDENTIALS = {"BearerToken"};
  private static final Map<String, Object> NO_FORM = Map.of();

  /** The few that there are. */
  private static final Map<String, MediaType> MEDIA_TYPES =
      Map.of(
          KubeRequest.JSON, MediaType.get(KubeRequest.JSON),
          KubeRequest.STRATEGIC_PATCH, MediaType.get(KubeRequest.STRATEGIC_PATCH));

  private final HttpUrl server;
  private final String prefix;
  private final Headers headers;

  private RequestTemplate(Request root) {
    server = root.url();
    prefix = server.encodedPath().replaceFirst("/$", "");
    headers = root.headers();
  }

  /**
   * For the server of that client, which must not be changed afterwards.
   *
   * @throws KubeEnvironmentException when its address is none
   */
  static RequestTemplate of(ApiClient api) {
    try {
      return new RequestTemplate(
          api.buildRequest(
              null,
              "/",
              "GET",
              List.of(),
              List.of(),
              null,
              new HashMap<>(Map.of("Accept", JSON)),
              new HashMap<>(),
              NO_FORM,
              CREDENTIALS,
              null));
    } catch (ApiException | IllegalArgumentException e) {
      throw unusable(api.getBasePath(), e);
    }
  }

  /** What cannot be read may have a password anywhere before its last {@code @}. */
  private static KubeEnvironmentException unusable(String address, Exception e) {
    String message = "The API server's address %s cannot be used: %s. Maybe https://HOST:PORT?";
    return address.contains("@")
        ? new KubeEnvironmentException(
            message.formatted(address.replaceFirst(".*@", "***@"), "it is not a URL"))
        : new KubeEnvironmentException(message.formatted(address, e.getMessage()), e);
  }

  /** That request, for an answer as JSON. */
  Request json(KubeRequest request) {
    return request(request, headers);
  }

  /** That request, for an answer in another form. */
  Request accepting(String accept, KubeRequest request) {
    return request(request, headers.newBuilder().set("Accept", accept).build());
  }

  private Request request(KubeRequest request, Headers with) {
    return new Request.Builder()
        .url(url(request))
        .headers(with)
        .method(request.method(), body(request.content()))
        .build();
  }

  private HttpUrl url(KubeRequest request) {
    HttpUrl.Builder url = server.newBuilder().encodedPath(prefix + request.path());
    request.query().forEach(url::addQueryParameter);
    return url.build();
  }

  private static @Nullable RequestBody body(KubeRequest.@Nullable Content content) {
    return content == null
        ? null
        : RequestBody.create(
            content.text().getBytes(StandardCharsets.UTF_8), mediaType(content.mediaType()));
  }

  private static MediaType mediaType(String name) {
    MediaType known = MEDIA_TYPES.get(name);
    return known == null ? MediaType.get(name) : known;
  }
}
