package dev.berth.cli;

import dev.berth.conformance.ConformanceRun;
import dev.berth.conformance.JsonReport;
import dev.berth.conformance.TableReport;
import dev.berth.pipeline.EvaluationMode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code berth conformance}: holds Berth's decisions against recorded ones of kube-scheduler.
 *
 * <p>Threading: one per request.
 */
@Command(
    name = "conformance",
    description = "Compare decisions with recorded decisions of kube-scheduler, facet by facet.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no disagreement",
      "1:at least one disagreement",
      "3:the directory or a file in it cannot be read"
    })
final class ConformanceCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli injects it before call()
  private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "Directory with *.jsonl.gz files of cases.")
  @SuppressWarnings("NullAway.Init") // picocli injects it before call()
  private Path directory;

  @Mixin private TableOrJson output = new TableOrJson();

  @Option(
      names = "--scalar",
      description = "Ask every plugin about every node instead of using remembered answers.")
  private boolean scalar;

  @Option(
      names = "--differences",
      paramLabel = "N",
      defaultValue = "3",
      description = "Differences to show in full (default: ${DEFAULT-VALUE}).")
  private int differences;

  @Override
  public Integer call() {
    ConformanceRun run = new ConformanceRun(scalar ? EvaluationMode.SCALAR : EvaluationMode.FAST);
    PrintWriter progress = spec.commandLine().getErr();
    try {
      run.run(
          directory,
          (file, number, of) -> {
            progress.println("[%d/%d] %s".formatted(number, of, file.getFileName()));
            progress.flush();
          });
    } catch (IOException unreadable) {
      String message = unreadable.getMessage();
      throw new EnvironmentException(message == null ? unreadable.toString() : message);
    }
    PrintWriter out = spec.commandLine().getOut();
    switch (output.form()) {
      case TABLE -> TableReport.print(run, differences, out);
      case JSON -> JsonReport.print(run, differences, out);
    }
    return run.differences().isEmpty() ? ExitCode.OK.code() : ExitCode.NEGATIVE.code();
  }
}
