package dev.berth.bench.extender;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.berth.bench.Machine;
import dev.berth.bench.Percentiles;
import dev.berth.bench.Samples;
import dev.berth.bench.cluster.BenchException;
import dev.berth.bench.cluster.ProcessUsage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Measures extenders one after the other, each in its own process, on one connection: see {@code
 * berth bench extender --help}.
 *
 * <p>Threading: one thread.
 */
public final class ExtenderBench {

  /** Told what is being done; for a line of progress. */
  @FunctionalInterface
  public interface Progress {
    void at(String what);
  }

  private static final int MARKS = 10;

  private final ExtenderSettings settings;
  private final Progress progress;

  private ExtenderBench(ExtenderSettings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
  }

  public static ExtenderReport run(ExtenderSettings settings, Progress progress)
      throws IOException, InterruptedException {
    if (!ProcessUsage.isKnown()) {
      throw new BenchException("there is no /proc here: the CPU of a process is read from it.");
    }
    return new ExtenderBench(settings, progress).run();
  }

  private ExtenderReport run() throws IOException, InterruptedException {
    Machine machine = Machine.current();
    Path directory = Files.createTempDirectory("berth-bench-");
    try (OfferedCluster cluster = OfferedCluster.start(settings)) {
      LocalFiles around = LocalFiles.in(directory, cluster);
      List<ContenderResult> results = new ArrayList<>();
      for (Contender contender : settings.contenders()) {
        results.add(measure(contender, cluster, around));
      }
      return new ExtenderReport(settings, machine, cluster.wholeNodeBytes(), results);
    } finally {
      MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private ContenderResult measure(Contender contender, OfferedCluster cluster, LocalFiles around)
      throws IOException, InterruptedException {
    progress.at(contender.name() + ": starting");
    try (RunningExtender running = RunningExtender.start(contender, around)) {
      List<FormResult> forms = new ArrayList<>();
      for (Form form : Form.values()) {
        if (settings.requests(form) > 0) {
          forms.add(measure(contender, running, cluster, form));
        }
      }
      return new ContenderResult(contender.name(), forms);
    }
  }

  private FormResult measure(
      Contender contender, RunningExtender running, OfferedCluster cluster, Form form)
      throws IOException, InterruptedException {
    String what =
        "%s, %d %s: ".formatted(contender.name(), settings.cluster().offered(form), form.title());
    Round round = new Round(contender, running, cluster, form);
    progress.at(what + "warming up");
    long end = System.nanoTime() + settings.warmUp().toNanos();
    while (System.nanoTime() < end) {
      round.ask();
    }
    progress.at(what + "%d requests".formatted(settings.requests(form)));
    return round.measure();
  }

  /** One form of asking one extender. */
  private final class Round {
    private final Contender contender;
    private final RunningExtender running;
    private final OfferedCluster cluster;
    private final Form form;
    private final List<Verb> verbs;
    private final Map<Verb, Samples> nanos = new EnumMap<>(Verb.class);
    private long answerNanos;
    private long cpuMillis;

    Round(Contender contender, RunningExtender running, OfferedCluster cluster, Form form) {
      this.contender = contender;
      this.running = running;
      this.cluster = cluster;
      this.form = form;
      this.verbs = settings.verbsOf(contender);
      forget();
    }

    private void forget() {
      verbs.forEach(verb -> nanos.put(verb, new Samples(settings.requests(form) / verbs.size())));
      answerNanos = 0;
    }

    FormResult measure() throws IOException, InterruptedException {
      forget();
      List<FormResult.Memory> memory = new ArrayList<>();
      memory.add(running.memory(0));
      int asked = 0;
      for (int mark = 1; mark <= MARKS; mark++) {
        int until = (int) ((long) settings.requests(form) * mark / MARKS);
        long cpuBefore = running.cpuMillis();
        while (asked < until) {
          ask();
          asked += verbs.size();
        }
        cpuMillis += running.cpuMillis() - cpuBefore;
        memory.add(running.memory(asked));
      }
      Map<Verb, Percentiles> percentiles = new EnumMap<>(Verb.class);
      nanos.forEach((verb, samples) -> percentiles.put(verb, samples.percentiles()));
      return new FormResult(form, percentiles, answerNanos, cpuMillis, memory);
    }

    /** About one pod, as a kube-scheduler does. */
    void ask() throws IOException {
      if (form == Form.WHOLE) {
        cluster.changeNodes();
      }
      OfferedCluster.Question question = cluster.nextQuestion();
      ByteBuffer offer = cluster.offer(question, form);
      for (Verb verb : verbs) {
        switch (verb) {
          case FILTER ->
              AnswerCheck.filter(
                  post(verb, offer), settings.cluster().offered(form), wantPassing(question));
          case PRIORITIZE ->
              AnswerCheck.prioritize(post(verb, offer), settings.cluster().offered(form));
          case PREEMPT ->
              AnswerCheck.preempt(
                  post(verb, cluster.preemption(question, form)),
                  cluster.passing(question, settings.cluster().candidates(form)));
          case BIND -> {
            AnswerCheck.bind(post(verb, cluster.binding(question)));
            cluster.requireBound(question);
          }
        }
      }
      cluster.forget(question);
    }

    private KeepAliveConnection.Answer post(Verb verb, ByteBuffer request) throws IOException {
      KeepAliveConnection.Answer answer = running.connection().post(verb.path(), request);
      Objects.requireNonNull(nanos.get(verb)).add(answer.nanos());
      answerNanos += answer.nanos();
      return answer;
    }

    private int wantPassing(OfferedCluster.Question question) {
      int offered = settings.cluster().offered(form);
      return switch (contender) {
        case Contender.Berth _ -> cluster.passing(question, offered);
        case Contender.Floor _ -> offered;
      };
    }
  }
}
