package dev.berth.kube.bind;

import dev.berth.framework.ClaimWriter;
import dev.berth.framework.SchedulerTasks;
import dev.berth.framework.Status;
import dev.berth.kube.KubeClient;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import dev.berth.model.PodClaims;
import dev.berth.model.PodInfo;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.ClaimSpec;
import dev.berth.model.devices.ResourceClaim;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes ResourceClaims: those of binding threads at once, those that give something back on
 * virtual threads of its own, a bounded number at a time.
 *
 * <p>Threading: any thread.
 */
public final class KubeClaimWriter implements ClaimWriter, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KubeClaimWriter.class);
  private static final int AT_ONCE = 16;
  private static final Outcome STOPPING = new Outcome.Failed("the scheduler is stopping");

  private final PatientClient client;
  private final ClaimSender sender;
  private final SchedulerTasks schedulerThread;
  private final Semaphore slots = new Semaphore(AT_ONCE);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("claim-", 0).factory());

  /**
   * A writer over the client for writes.
   *
   * @param schedulerThread where outcomes are told
   */
  public KubeClaimWriter(KubeClient write, InstantSource clock, SchedulerTasks schedulerThread) {
    this.client = new PatientClient(write);
    this.sender = new ClaimSender(client, clock);
    this.schedulerThread = schedulerThread;
  }

  @Override
  public Outcome reserve(ResourceClaim claim, @Nullable Allocation allocation, PodInfo pod)
      throws InterruptedException {
    return sender.reserve(claim, allocation, pod);
  }

  @Override
  public Outcome createExtended(PodInfo pod, ClaimSpec spec) throws InterruptedException {
    return sender.create(pod.key().namespace(), ClaimPatch.extended(pod, spec));
  }

  @Override
  public Status recordExtended(PodInfo pod, PodClaims.ExtendedClaim claim)
      throws InterruptedException {
    String what = "update pod " + pod.key() + " ExtendedResourceClaimStatus: ";
    try {
      KubeReply reply =
          client.send(
              KubeRequest.strategicPatch(
                  new PodPaths(pod.key()).status(), ClaimPatch.recordExtended(pod, claim)));
      return reply.isSuccess() ? Status.success() : Status.error(what + reply.message());
    } catch (IOException e) {
      return Status.error(what + "no answer: " + e.getMessage());
    }
  }

  @Override
  public void release(ResourceClaim claim, PodInfo pod, Consumer<Outcome> then) {
    later(() -> sender.patchStatus(claim, ClaimPatch.release(claim, pod)), then);
  }

  @Override
  public void deallocate(ResourceClaim claim, Consumer<Outcome> then) {
    later(() -> sender.patchStatus(claim, ClaimPatch.deallocate(claim)), then);
  }

  @Override
  public void delete(ResourceClaim claim, Consumer<Outcome> then) {
    later(() -> sender.delete(claim), then);
  }

  @FunctionalInterface
  private interface Write {
    Outcome send() throws InterruptedException;
  }

  private void later(Write write, Consumer<Outcome> then) {
    try {
      threads.execute(
          () -> {
            Outcome outcome = carryOut(write);
            schedulerThread.add(() -> then.accept(outcome));
          });
    } catch (RejectedExecutionException closed) {
      schedulerThread.add(() -> then.accept(STOPPING));
    }
  }

  private Outcome carryOut(Write write) {
    try {
      slots.acquire();
      try {
        return write.send();
      } finally {
        slots.release();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return STOPPING;
    } catch (RuntimeException thrown) { // the edge of the thread: an outcome must be told
      LOG.error("a write of a claim threw. Please report this.", thrown);
      return new Outcome.Failed(String.valueOf(thrown.getMessage()));
    }
  }

  /** Takes no more writes, gives those under way a moment, then ends them. */
  public void close(Duration patience) {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException stopped) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    close(Duration.ZERO);
  }
}
