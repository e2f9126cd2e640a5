package dev.berth.kube.extend;

import com.fasterxml.jackson.core.JacksonException;
import dev.berth.config.ExtenderConfig;
import dev.berth.framework.ExtenderException;
import dev.berth.framework.ExternalExtender;
import dev.berth.framework.PreemptionCandidate;
import dev.berth.framework.Status;
import dev.berth.kube.decode.KubeJson;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An extender over HTTP: a POST per question; only an answer with code 200 counts.
 *
 * <p>Mirrors {@code HTTPExtender}, {@code pkg/scheduler/extender.go}, Kubernetes 1.36.3, with its
 * error texts. Threading: any thread; what asks the server blocks for {@code httpTimeout} at most.
 */
final class HttpExtender implements ExternalExtender {
  private static final Logger LOG = LoggerFactory.getLogger(HttpExtender.class);

  /** What an answer may be long beyond what was sent, which it may hold all of. */
  private static final long MAX_ANSWER_BYTES = 16L << 20;

  private static final String OUT_OF_TIME =
      "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";

  private final ExtenderConfig config;
  private final OkHttpClient http;
  private final BoundedLookups lookups;
  private final Set<String> managed;
  private final BindOutcome outcome;
  private final CallListener listener;
  private final AtomicBoolean failing = new AtomicBoolean();

  HttpExtender(
      ExtenderConfig config,
      OkHttpClient http,
      BoundedLookups lookups,
      BindOutcome outcome,
      CallListener listener) {
    this.config = config;
    this.http = http;
    this.lookups = lookups;
    this.outcome = outcome;
    this.listener = listener;
    this.managed = new HashSet<>();
    config.managedResources().forEach(resource -> managed.add(resource.name()));
  }

  @Override
  public String name() {
    return config.shownPrefix();
  }

  @Override
  public boolean isIgnorable() {
    return config.ignorable();
  }

  @Override
  public long weight() {
    return config.weight();
  }

  @Override
  public boolean answers(Question question) {
    return !verb(question).isEmpty();
  }

  private String verb(Question question) {
    return switch (question) {
      case FILTER -> config.verbs().filter();
      case PRIORITIZE -> config.verbs().prioritize();
      case BIND -> config.verbs().bind();
      case PREEMPT -> config.verbs().preempt();
    };
  }

  @Override
  public boolean isInterested(PodInfo pod) {
    return managed.isEmpty() || pod.containerResources().stream().anyMatch(managed::contains);
  }

  @Override
  public Filtered filter(PodInfo pod, List<Node> nodes)
      throws ExtenderException, InterruptedException {
    ExtenderRequest request = ExtenderRequest.about(pod, nodes, config.nodeCacheCapable());
    ExtenderReply.Filter reply = ask(Question.FILTER, request, ExtenderReply::filter);
    if (!reply.error().isEmpty()) {
      throw failed(reply.error());
    }
    List<String> passing =
        config.nodeCacheCapable() && reply.names() != null ? reply.names() : reply.nodes();
    if (passing == null) {
      return new Filtered(List.of(), reply.failed(), reply.unresolvable());
    }
    Set<String> offered = new HashSet<>();
    nodes.forEach(node -> offered.add(node.name()));
    for (String name : passing) {
      if (!offered.contains(name)) {
        throw failed(
            "extender \"%s\" claims a filtered node \"%s\" which is not found in the input node list"
                .formatted(name(), name));
      }
    }
    return new Filtered(passing, reply.failed(), reply.unresolvable());
  }

  @Override
  public Map<String, Long> prioritize(PodInfo pod, List<Node> nodes)
      throws ExtenderException, InterruptedException {
    ExtenderRequest request = ExtenderRequest.about(pod, nodes, config.nodeCacheCapable());
    return ask(Question.PRIORITIZE, request, ExtenderReply::scores);
  }

  @Override
  public Map<String, Victims> preempt(PodInfo pod, List<PreemptionCandidate> candidates)
      throws ExtenderException, InterruptedException {
    ExtenderRequest request = ExtenderRequest.evicting(pod, candidates, config.nodeCacheCapable());
    return ask(Question.PREEMPT, request, ExtenderReply::victims);
  }

  @Override
  public Status bind(PodInfo pod, String nodeName) throws InterruptedException {
    String failure;
    try {
      failure = ask(Question.BIND, ExtenderRequest.binding(pod, nodeName), ExtenderReply::error);
      if (failure.isEmpty()) {
        return Status.success();
      }
    } catch (ExtenderException e) {
      failure = e.getMessage();
    }
    return outcome.of(pod, nodeName, failure);
  }

  private <T> T ask(Question question, ExtenderRequest body, ExtenderReply.Reading<T> reading)
      throws ExtenderException, InterruptedException {
    long start = System.nanoTime();
    boolean failed = true;
    try {
      T answer = send(verb(question), body, reading);
      failed = false;
      if (failing.getAndSet(false)) {
        LOG.info("extender {} answers again", name());
      }
      return answer;
    } catch (ExtenderException e) {
      throw failed(e.getMessage());
    } finally {
      listener.called(name(), question, failed, System.nanoTime() - start);
    }
  }

  /** Said once until it answers again. */
  private ExtenderException failed(String why) {
    if (!failing.getAndSet(true)) {
      LOG.warn("extender {} failed: {}", name(), why);
    }
    return new ExtenderException(why);
  }

  private <T> T send(String verb, ExtenderRequest body, ExtenderReply.Reading<T> reading)
      throws ExtenderException, InterruptedException {
    HttpUrl url = HttpExtenders.url(config, verb);
    Call call = http.newCall(request(url).post(body).build());
    long deadline = System.nanoTime() + config.httpTimeout().toNanos();
    try (Response response = lookups.until(deadline, call::execute)) {
      if (response.code() != HttpURLConnection.HTTP_OK) {
        throw new ExtenderException(
            "failed %s with extender at URL %s, code %d"
                .formatted(verb, shown(url), response.code()));
      }
      long limit = MAX_ANSWER_BYTES + body.contentLength();
      try (InputStream answer = new BoundedStream(response.body().byteStream(), limit)) {
        return ExtenderReply.read(answer, reading);
      }
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while an extender was asked");
      }
      throw new ExtenderException(text(url, e));
    }
  }

  /** As Go does it, who stands in the address is told to the server. */
  private static Request.Builder request(HttpUrl url) {
    Request.Builder request = new Request.Builder().url(url);
    if (!url.username().isEmpty() || !url.password().isEmpty()) {
      request.header(
          "Authorization",
          Credentials.basic(url.username(), url.password(), StandardCharsets.UTF_8));
    }
    return request;
  }

  /** Without the password, because every reader of a pod's events would learn it. */
  private static HttpUrl shown(HttpUrl url) {
    return url.password().isEmpty() ? url : url.newBuilder().password("***").build();
  }

  /** As Go says it, where that is known. */
  private static String text(HttpUrl url, IOException e) {
    String why =
        switch (e) {
          case ConnectException _ ->
              "dial tcp %s:%d: connect: connection refused".formatted(url.host(), url.port());
          case InterruptedIOException _ -> OUT_OF_TIME;
          case UnknownHostException unknown when unknown.getCause() instanceof TimeoutException ->
              OUT_OF_TIME;
          case JacksonException json -> "the answer is not JSON: " + KubeJson.complaint(json);
          default -> String.valueOf(e.getMessage());
        };
    return "Post \"%s\": %s".formatted(shown(url), why);
  }
}
