package dev.berth.http;

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/**
 * The answers of another {@link AccessCheck}, good or bad, remembered for a while; failures are
 * not. Callers with the same question wait for one answer.
 *
 * <p>Tokens are not kept, only their hashes. Threading: any thread.
 */
public final class CachedAccess implements AccessCheck {

  /** How long kube-scheduler 1.36.3 trusts an answer of either kind. */
  public static final Duration STANDARD_TIME = Duration.ofSeconds(10);

  private static final int MAX_ENTRIES = 4096;

  private record Question(Identity user, String verb, String path) {}

  private final AccessCheck asked;
  private final Cache<HashCode, Identification> identities;
  private final Cache<Question, Decision> decisions;

  public CachedAccess(AccessCheck asked, Duration remembered, Ticker ticker) {
    this.asked = asked;
    CacheBuilder<Object, Object> caches =
        CacheBuilder.newBuilder()
            .maximumSize(MAX_ENTRIES)
            .expireAfterWrite(remembered)
            .ticker(ticker);
    this.identities = caches.build();
    this.decisions = caches.build();
  }

  @Override
  public Identification identify(String token) throws IOException, InterruptedException {
    HashCode key = Hashing.sha256().hashString(token, StandardCharsets.UTF_8);
    return get(identities, key, () -> asked.identify(token));
  }

  @Override
  public Decision authorize(Identity user, String verb, String path)
      throws IOException, InterruptedException {
    return get(decisions, new Question(user, verb, path), () -> asked.authorize(user, verb, path));
  }

  private static <K, V> V get(Cache<K, V> cache, K key, Callable<V> question)
      throws IOException, InterruptedException {
    try {
      return cache.get(key, question);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case InterruptedException interrupted -> throw interrupted;
        case IOException failed -> throw new IOException(failed.getMessage(), failed);
        case null, default -> throw new IOException("the access check failed", e);
      }
    }
  }
}
