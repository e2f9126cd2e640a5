package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

final class BerthCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** A command that ends as its option says. */
  @Command(name = "probe", mixinStandardHelpOptions = true)
  static final class Probe implements Callable<Integer> {
    enum End {
      WELL,
      NEGATIVE,
      ENVIRONMENT,
      BUG
    }

    @Option(names = "--end")
    private End end = End.WELL;

    @Option(names = {"-k", "--kubeconfig"})
    private @Nullable String kubeconfig;

    @Override
    public Integer call() {
      return switch (end) {
        case WELL -> ExitCode.OK.code();
        case NEGATIVE -> ExitCode.NEGATIVE.code();
        case ENVIRONMENT ->
            throw new EnvironmentException("no cluster at " + kubeconfig + ". Maybe start one.");
        case BUG -> throw new IllegalStateException("an invariant broke");
      };
    }
  }

  private int run(String... args) {
    var line = BerthCommand.line(new PrintWriter(out, true), new PrintWriter(err, true));
    line.addSubcommand(
        "probe",
        new CommandLine(new Probe())
            .setParameterExceptionHandler(line.getParameterExceptionHandler())
            .setExecutionExceptionHandler(line.getExecutionExceptionHandler()));
    line.setErr(new PrintWriter(err, true));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line.execute(args);
  }

  @ParameterizedTest(name = "{0} ends with {1}")
  @CsvSource({
    "well, 0",
    "negative, 1",
    "environment, 3",
    "bug, 70",
  })
  void command_thatEnds_exitsWithTheDocumentedCode(String end, int wantCode) {
    assertThat(run("probe", "--end", end)).isEqualTo(wantCode);
  }

  @Test
  void environmentFailure_isOneSentenceWithoutStack() {
    run("probe", "--end", "environment", "-k", "/no/such");
    assertThat(err.toString().lines())
        .containsExactly("berth: no cluster at /no/such. Maybe start one.");
  }

  @Test
  void bug_isShownWithItsStack() {
    run("probe", "--end", "bug");
    assertThat(err.toString())
        .contains("internal error in 'berth probe'")
        .contains("java.lang.IllegalStateException: an invariant broke")
        .contains("at dev.berth.cli.BerthCommandTest$Probe.call");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "probe, --kubconfig,      Maybe --kubeconfig?",
    "probe, --kubconfig=/f,   Maybe --kubeconfig?",
    "probe, --KUBECONFIG,     Maybe --kubeconfig?",
    "probe, --hepl,           Maybe --help?",
    "probe, --zzzzzzzzzzz,    Known: ",
    "probe, extra,            unexpected argument 'extra'",
    "prob,  '',               Maybe probe?",
    "porbe, --kubeconfig,     Maybe probe?",
    "--versoin, '',           Maybe --version?",
    "quux,  '',               Known: ",
    "'',    '',               no command given.",
  })
  void wrongCommandLine_isAnsweredWithTheNearestKnownName(
      String first, String second, String wantAnswer) {
    var args = Stream.of(first, second).filter(arg -> !arg.isEmpty()).toArray(String[]::new);
    assertThat(run(args)).isEqualTo(2);
    assertThat(err.toString()).contains(wantAnswer).contains("--help'.");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void help_listsEveryExitCode() {
    assertThat(run("--help")).isZero();
    var help = out.toString();
    assertThat(Arrays.stream(ExitCode.values()))
        .allSatisfy(code -> assertThat(help).containsPattern("(?m)^ +" + code.code() + " +\\w"));
  }

  @Test
  void version_namesBerth_theScheduler_andJava() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString().lines().map(line -> line.split(" ", 2)[0]))
        .containsExactly("berth", "kube-scheduler", "java");
  }

  /** Every command of the program, however deep. */
  static Stream<CommandLine> commands() {
    var silent = new PrintWriter(new StringWriter());
    return withSubcommands(BerthCommand.line(silent, silent));
  }

  private static Stream<CommandLine> withSubcommands(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(BerthCommandTest::withSubcommands));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("commands")
  void everyCommand_hasHelp_andSaysWhatItDoes(CommandLine command) {
    var spec = command.getCommandSpec();
    assertThat(spec.optionsMap()).as(spec.qualifiedName()).containsKeys("-h", "--help");
    assertThat(spec.usageMessage().description()).as(spec.qualifiedName()).isNotEmpty();
    assertThat(spec.options())
        .allSatisfy(
            option -> assertThat(option.description()).as(option.longestName()).isNotEmpty());
  }
}
