package dev.berth.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every version of every pod, as a watch shows them, from the start of this on.
 *
 * <p>Threading: any thread; {@code this} guards the fields.
 */
final class PodHistory implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final ApiServer api;
  private final String path;
  private final Map<String, List<JsonNode>> versions = new LinkedHashMap<>();
  private final Map<String, JsonNode> live = new LinkedHashMap<>();
  private InputStream watch;
  private String resourceVersion;
  private long changes;
  private boolean closed;
  private @Nullable Throwable broken;

  private PodHistory(ApiServer api, String path) {
    this.api = api;
    this.path = path;
    // Without a version, a watch begins with what the server remembers, which may be gone by now.
    JsonNode list = api.get(path);
    list.path("items").forEach(this::seen);
    this.resourceVersion = list.at("/metadata/resourceVersion").asText();
    this.watch = api.watch(path, resourceVersion);
  }

  private void seen(JsonNode pod) {
    String uid = Pods.uid(pod);
    versions.computeIfAbsent(uid, first -> new ArrayList<>()).add(pod);
    live.put(uid, pod);
  }

  static PodHistory of(ApiServer api) {
    return of(api, ApiServer.PODS);
  }

  /** Of the pods in a collection, {@link ApiServer#ALL_PODS} for one. */
  static PodHistory of(ApiServer api, String path) {
    PodHistory history = new PodHistory(api, path);
    Thread.ofVirtual().name("pod-history").start(history::run);
    return history;
  }

  private void run() {
    try {
      do {
        read();
      } while (goOn());
    } catch (IOException | RuntimeException e) {
      synchronized (this) {
        broken = closed ? null : e;
        notifyAll();
      }
    }
  }

  private void read() throws IOException {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(watch, UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        add(ApiServer.JSON.readTree(line));
      }
    }
  }

  /** A server ends watches now and then, those of slow readers above all: nothing is lost by it. */
  private synchronized boolean goOn() {
    if (!closed) {
      watch = api.watch(path, resourceVersion);
    }
    return !closed;
  }

  private synchronized void add(JsonNode event) {
    JsonNode pod = event.path("object");
    resourceVersion = pod.at("/metadata/resourceVersion").asText();
    switch (event.path("type").asText()) {
      case "ADDED", "MODIFIED" -> seen(pod);
      case "DELETED" -> live.remove(Pods.uid(pod));
      default -> throw new IllegalStateException("The watch brought " + event);
    }
    changes++;
    notifyAll();
  }

  /** The pods that are there, as they are now. */
  synchronized List<JsonNode> live() {
    return List.copyOf(live.values());
  }

  /** All versions of each pod that ever was, oldest first. */
  synchronized List<List<JsonNode>> lives() {
    return versions.values().stream().map(List::copyOf).toList();
  }

  /** Waits until the pod has a node. */
  void awaitBound(String pod) {
    awaitThat(pods -> assertThat(Pods.bound(pods)).extracting(Pods::name).contains(pod));
  }

  /** Waits until the assertion holds for the live pods; when it never does, that is the failure. */
  void awaitThat(Consumer<List<JsonNode>> assertion) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      long seen = changes();
      try {
        assertion.accept(live());
        return;
      } catch (AssertionError notYet) {
        if (!awaitChange(seen, deadline)) {
          throw notYet;
        }
      }
    }
  }

  private synchronized long changes() {
    return changes;
  }

  /** False when the deadline came first. */
  private synchronized boolean awaitChange(long seen, long deadline) {
    while (changes == seen) {
      if (broken != null) {
        throw new IllegalStateException("The watch of pods broke", broken);
      }
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        return false;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted", e);
      }
    }
    return true;
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      watch.close();
    } catch (IOException closed) {
      // Nobody reads it any more.
    }
  }
}
