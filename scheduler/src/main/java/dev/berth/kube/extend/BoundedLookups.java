package dev.berth.kube.extend;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dns;

/**
 * Look-ups of host names that are waited for as long as the call has time, and no longer.
 *
 * <p>The look-up itself cannot be ended, and would hold the carrier of a virtual thread. So it goes
 * on, on a platform thread of its own; the next calls wait for the same one, which makes one thread
 * a host at most.
 *
 * <p>Threading: any thread.
 */
final class BoundedLookups implements Dns {
  private final Dns dns;
  private final ScopedValue<Long> deadlineNanos = ScopedValue.newInstance();
  private final Map<String, FutureTask<List<InetAddress>>> underWay = new ConcurrentHashMap<>();

  BoundedLookups(Dns dns) {
    this.dns = dns;
  }

  /** Runs a call whose look-ups end at a moment of {@link System#nanoTime}. */
  <T, X extends Throwable> T until(long nanoTime, ScopedValue.CallableOp<T, X> call) throws X {
    return ScopedValue.where(deadlineNanos, nanoTime).call(call);
  }

  @Override
  public List<InetAddress> lookup(String host) throws UnknownHostException {
    try {
      long left = deadlineNanos.get() - System.nanoTime();
      return started(host).get(left, TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw unknown(String.valueOf(cause.getMessage()), cause);
    } catch (TimeoutException e) {
      throw unknown("lookup " + host + ": i/o timeout", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown("interrupted", e);
    }
  }

  private static UnknownHostException unknown(String why, Throwable cause) {
    UnknownHostException unknown = new UnknownHostException(why);
    unknown.initCause(cause);
    return unknown;
  }

  private FutureTask<List<InetAddress>> started(String host) {
    FutureTask<List<InetAddress>> mine = new FutureTask<>(() -> answerOf(host));
    FutureTask<List<InetAddress>> other = underWay.putIfAbsent(host, mine);
    if (other != null) {
      return other;
    }
    Thread.ofPlatform().daemon().name("lookup-" + host).start(mine);
    return mine;
  }

  /** Whoever has seen the answer finds it under way no more, and asks anew. */
  private List<InetAddress> answerOf(String host) throws UnknownHostException {
    try {
      return dns.lookup(host);
    } finally {
      underWay.remove(host);
    }
  }
}
