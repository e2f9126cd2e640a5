package dev.berth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.SandboxClient.Watch;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.registry.Registry.Part;
import dev.berth.sandbox.registry.Registry.WriteOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Writes at a rate that does not wait for anybody (an open loop), and watches over HTTP.
 *
 * <p>That the machine keeps up is printed; that nothing is lost is asserted.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WatchRateTest {
  private static final int PER_SECOND = 10_000;
  private static final int WRITES = 2 * PER_SECOND;
  private static final int LEASES = 500;
  private static final String PATH = "/apis/coordination.k8s.io/v1/";

  private static String lag(List<Long> nanos) {
    List<Long> sorted = nanos.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "lag p50 %.1f ms, p99 %.1f ms",
        sorted.get(sorted.size() / 2) / 1e6,
        sorted.get(sorted.size() * 99 / 100) / 1e6);
  }

  private static ObjectKey key(int write) {
    int lease = write % LEASES;
    return new ObjectKey(lease % 2 == 0 ? "default" : "kube-system", "lease-" + lease);
  }

  private static void create(Sandbox sandbox, int lease) {
    ObjectKey key = key(lease);
    ObjectNode body = Json.object();
    ObjectNode metadata = body.putObject("metadata").put("name", key.name());
    metadata.putObject("labels").put("third", Boolean.toString(lease % 3 == 0));
    body.putObject("spec").put("leaseDurationSeconds", 1);
    sandbox.registry().create(Kinds.LEASE, key.namespace(), body, WriteOptions.NONE);
  }

  /** Each at its time, or at once when that is over. */
  private static void write(Sandbox sandbox, long start) {
    for (int i = 0; i < WRITES; i++) {
      int number = i;
      for (long left = due(start, i); left > 0; left = due(start, i)) {
        LockSupport.parkNanos(left);
      }
      KubeObject written =
          sandbox
              .registry()
              .update(
                  Kinds.LEASE,
                  key(i),
                  Part.WHOLE,
                  lease -> {
                    lease.withObject("/spec").put("leaseTransitions", number);
                    return lease;
                  },
                  WriteOptions.NONE);
      assertThat(written.key()).isEqualTo(key(i));
    }
  }

  private static long due(long start, int write) {
    return start + write * (TimeUnit.SECONDS.toNanos(1) / PER_SECOND) - System.nanoTime();
  }

  /** Reads until everything wanted has come, one by one; how late each was. */
  private static List<Long> read(Watch watch, List<Integer> wanted, long start) throws IOException {
    List<Long> lag = new ArrayList<>();
    for (int want : wanted) {
      ObjectNode event = watch.next();
      assertThat(event.path("type").asText()).as(event.toString()).isEqualTo("MODIFIED");
      int number = event.at("/object/spec/leaseTransitions").asInt();
      assertThat(number).as("write number after %d others", lag.size()).isEqualTo(want);
      lag.add(-due(start, number));
    }
    return lag;
  }

  private static List<Integer> wanted(IntPredicate selected) {
    List<Integer> wanted = new ArrayList<>();
    for (int i = 0; i < WRITES; i++) {
      if (selected.test(i)) {
        wanted.add(i);
      }
    }
    return wanted;
  }

  @Test
  void tenThousandChangesASecond_reachEveryWatch_eachOnceAndInOrder() throws Exception {
    List<Integer> wantAll = wanted(i -> true);
    List<Integer> wantOneNamespace = wanted(i -> key(i).namespace().equals("default"));
    List<Integer> wantLabelled = wanted(i -> i % LEASES % 3 == 0);
    try (Sandbox sandbox = Sandbox.start(Sandbox.Settings.standard());
        SandboxClient client = new SandboxClient(sandbox);
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < LEASES; i++) {
        create(sandbox, i);
      }
      String since = "watch=true&resourceVersion=" + sandbox.store().version();
      try (Watch all = client.watch(PATH + "leases?" + since);
          Watch oneNamespace = client.watch(PATH + "namespaces/default/leases?" + since);
          Watch labelled = client.watch(PATH + "leases?labelSelector=third%3Dtrue&" + since)) {
        long start = System.nanoTime();
        Future<List<Long>> byAll = readers.submit(() -> read(all, wantAll, start));
        Future<List<Long>> byOne =
            readers.submit(() -> read(oneNamespace, wantOneNamespace, start));
        Future<List<Long>> byLabel = readers.submit(() -> read(labelled, wantLabelled, start));
        write(sandbox, start);
        double seconds = (System.nanoTime() - start) / 1e9;
        List<Long> lag = byAll.get();
        assertThat(byOne.get()).hasSameSizeAs(wantOneNamespace);
        assertThat(byLabel.get()).hasSameSizeAs(wantLabelled);
        System.out.printf(
            Locale.ROOT,
            "%d changes in %.1f s, %.0f a second, to 3 watches: %s%n",
            WRITES,
            seconds,
            WRITES / seconds,
            lag(lag));
      }
    }
  }
}
