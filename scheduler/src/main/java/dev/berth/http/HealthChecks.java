package dev.berth.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The health page at one path: all of its checks at once, or one of them below it.
 *
 * <p>The page is open to all, so it names what fails and withholds why; the page of a single check
 * and the log say it. The log has a line when the set of failing checks changes.
 *
 * <p>Mirrors {@code k8s.io/apiserver/pkg/server/healthz}, Kubernetes 1.36.3, byte for byte.
 * Threading: any thread.
 */
public final class HealthChecks {
  private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);

  private final String path;
  private final Map<String, HealthCheck> checks = new LinkedHashMap<>();
  private final AtomicReference<List<String>> failingBefore = new AtomicReference<>(List.of());

  /**
   * @param path {@code /readyz}, for one
   */
  public HealthChecks(String path, List<HealthCheck> checks) {
    this.path = path;
    for (HealthCheck check : checks) {
      if (this.checks.put(check.name(), check) != null) {
        throw new IllegalArgumentException(
            "two checks of "
                + path
                + " are named "
                + check.name()
                + ". Maybe one was added twice.");
      }
    }
  }

  /** Mounts the page and the pages of the single checks. */
  public void mount(Routes.Builder routes) {
    routes.exact("GET", path, this::all);
    checks.values().forEach(c -> routes.exact("GET", path + "/" + c.name(), _ -> one(c)));
  }

  private Reply all(IncomingRequest request) {
    List<String> excluded = request.query().getOrDefault("exclude", List.of());
    TreeSet<String> unknown = new TreeSet<>(excluded);
    StringBuilder page = new StringBuilder();
    Map<String, String> problems = new LinkedHashMap<>();
    for (HealthCheck check : checks.values()) {
      if (unknown.remove(check.name())) {
        page.append("[+]").append(check.name()).append(" excluded: ok\n");
        continue;
      }
      String problem = problemOf(check);
      if (problem == null) {
        page.append("[+]").append(check.name()).append(" ok\n");
      } else {
        page.append("[-]").append(check.name()).append(" failed: reason withheld\n");
        problems.put(check.name(), problem);
      }
    }
    if (!unknown.isEmpty()) {
      page.append("warn: some health checks cannot be excluded: no matches for ")
          .append(unknown.stream().map(n -> '"' + n + '"').collect(Collectors.joining(", ")))
          .append('\n');
    }
    if (excluded.isEmpty()) {
      log(problems);
    }
    return answer(request, page, problems.isEmpty());
  }

  private Reply answer(IncomingRequest request, StringBuilder page, boolean well) {
    String name = path.substring(1);
    if (!well) {
      return Reply.text(500, page.append(name).append(" check failed\n").toString());
    }
    return request.query().containsKey("verbose")
        ? Reply.text(200, page.append(name).append(" check passed\n").toString())
        : Reply.text(200, "ok");
  }

  private static Reply one(HealthCheck check) {
    String problem = problemOf(check);
    return problem == null
        ? Reply.text(200, "ok")
        : Reply.text(500, "internal server error: " + problem + "\n");
  }

  private static @Nullable String problemOf(HealthCheck check) {
    try {
      return check.problem().get();
    } catch (RuntimeException thrown) {
      return "the check itself failed: " + thrown;
    }
  }

  private void log(Map<String, String> problems) {
    List<String> failing = new ArrayList<>(problems.keySet());
    if (failing.equals(failingBefore.getAndSet(failing))) {
      return;
    }
    if (failing.isEmpty()) {
      LOG.info("{} is well again", path);
    } else {
      LOG.warn("{} fails: {}", path, problems);
    }
  }
}
