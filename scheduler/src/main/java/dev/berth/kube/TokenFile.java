package dev.berth.kube;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.credentials.Authentication;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Credentials from a file that somebody replaces while we run, as the kubelet does with the token
 * of a service account.
 *
 * <p>It is read again each minute, and at once when the server no longer accepts what it said; the
 * request is then made once more. While it cannot be read, the last token serves: the official
 * client's class for this ends in an unchecked exception then, and waits out its minute after a
 * 401.
 *
 * <p>Threading: any thread.
 */
final class TokenFile implements Authentication, Interceptor {
  private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
  private static final Duration TRUSTED = Duration.ofMinutes(1);

  private final Path file;
  private final LongSupplier nanoTime;
  private String token = ""; // guarded by this
  private long readAt; // guarded by this
  private boolean complained; // guarded by this

  /**
   * Credentials from that file.
   *
   * @throws IOException when it cannot be read now
   */
  TokenFile(Path file) throws IOException {
    this(file, System::nanoTime);
  }

  TokenFile(Path file, LongSupplier nanoTime) throws IOException {
    this.file = file;
    this.nanoTime = nanoTime;
    reread();
  }

  @Override
  public void provide(ApiClient client) {
    client.setHttpClient(client.getHttpClient().newBuilder().addInterceptor(this).build());
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    String used = current();
    Response response = proceed(chain, used);
    if (response.code() != HttpURLConnection.HTTP_UNAUTHORIZED) {
      return response;
    }
    String fresh = reread();
    if (fresh.equals(used)) {
      return response;
    }
    response.close();
    return proceed(chain, fresh);
  }

  private static Response proceed(Chain chain, String token) throws IOException {
    return chain.proceed(
        chain.request().newBuilder().header("Authorization", "Bearer " + token).build());
  }

  private synchronized String current() throws IOException {
    boolean isOld = nanoTime.getAsLong() - readAt > TRUSTED.toNanos();
    return isOld ? reread() : token;
  }

  private synchronized String reread() throws IOException {
    try {
      token = Files.readString(file).strip();
      if (complained) {
        LOG.info("the token file {} can be read again", file);
        complained = false;
      }
    } catch (IOException e) {
      complain(e);
      if (token.isEmpty()) {
        throw new IOException("the token file " + file + " cannot be read: " + e, e);
      }
    }
    readAt = nanoTime.getAsLong();
    return token;
  }

  private void complain(IOException e) {
    if (!complained) {
      LOG.warn(
          "the token file {} cannot be read: {}. The last token is used as long as the server"
              + " accepts it. Maybe the volume is being replaced?",
          file,
          e.toString());
      complained = true;
    }
  }
}
