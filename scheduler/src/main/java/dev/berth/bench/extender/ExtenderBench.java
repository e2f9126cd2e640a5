package dev.berth.bench.extender;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.berth.bench.Machine;
import dev.berth.bench.Samples;
import dev.berth.bench.cluster.BenchException;
import dev.berth.bench.cluster.ProcessUsage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

  private static final List<Integer> MARKS = List.of(10, 50, 100);

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
      Path kubeconfig = directory.resolve("kubeconfig");
      cluster.writeKubeconfig(kubeconfig);
      List<ContenderResult> results = new ArrayList<>();
      for (Contender contender : settings.contenders()) {
        results.add(measure(contender, cluster, kubeconfig));
      }
      return new ExtenderReport(settings, machine, cluster.wholeNodeBytes(), results);
    } finally {
      MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private ContenderResult measure(Contender contender, OfferedCluster cluster, Path kubeconfig)
      throws IOException, InterruptedException {
    progress.at(contender.name() + ": starting");
    try (RunningExtender running = RunningExtender.start(contender, kubeconfig)) {
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
    String what = "%s, %d %s: ".formatted(contender.name(), settings.offered(form), form.title());
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
    private Samples filter = new Samples(0);
    private Samples prioritize = new Samples(0);
    private long answerNanos;
    private long cpuMillis;

    Round(Contender contender, RunningExtender running, OfferedCluster cluster, Form form) {
      this.contender = contender;
      this.running = running;
      this.cluster = cluster;
      this.form = form;
    }

    FormResult measure() throws IOException, InterruptedException {
      filter = new Samples(settings.requests(form) / 2);
      prioritize = new Samples(settings.requests(form) / 2);
      answerNanos = 0;
      List<FormResult.Memory> memory = new ArrayList<>();
      memory.add(running.memory(0));
      int asked = 0;
      for (int percent : MARKS) {
        int until = (int) ((long) settings.requests(form) * percent / 100);
        long cpuBefore = running.cpuMillis();
        while (asked < until) {
          ask();
          asked += 2;
        }
        cpuMillis += running.cpuMillis() - cpuBefore;
        memory.add(running.memory(asked));
      }
      return new FormResult(
          form, filter.percentiles(), prioritize.percentiles(), answerNanos, cpuMillis, memory);
    }

    /** About one pod, as a kube-scheduler does: which nodes, then how good they are. */
    void ask() throws IOException {
      if (form == Form.WHOLE) {
        cluster.changeNodes();
      }
      OfferedCluster.Question question = cluster.nextQuestion();
      ByteBuffer request = cluster.request(question, form);
      int offered = settings.offered(form);
      KeepAliveConnection.Answer filtered = running.connection().post("/filter", request);
      AnswerCheck.filter(filtered, offered, wantPassing(question, offered));
      KeepAliveConnection.Answer scored = running.connection().post("/prioritize", request);
      AnswerCheck.prioritize(scored, offered);
      filter.add(filtered.nanos());
      prioritize.add(scored.nanos());
      answerNanos += filtered.nanos() + scored.nanos();
    }

    private int wantPassing(OfferedCluster.Question question, int offered) {
      return switch (contender) {
        case Contender.Berth _ -> cluster.passing(question.template(), form);
        case Contender.Floor _ -> offered;
      };
    }
  }
}
