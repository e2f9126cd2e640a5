package dev.berth.cli;

import dev.berth.config.BerthConfig;
import dev.berth.config.ConfigException;
import dev.berth.config.ConfigLoader;
import dev.berth.config.Profile;
import dev.berth.kube.KubeClients;
import dev.berth.kube.doctor.Doctor;
import dev.berth.kube.doctor.DoctorReport;
import dev.berth.kube.doctor.Finding;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code berth doctor}: looks for what keeps Berth, or its pods, from working.
 *
 * <p>Threading: one per request.
 */
@Command(
    name = "doctor",
    description =
        "Look for what keeps Berth, or its pods, from working: API server, permissions, lease,"
            + " scheduler names, pods that cannot be placed, configuration.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing fails, there may be warnings",
      "1:something fails",
      "2:the command line is wrong",
      "3:the API server cannot be asked"
    })
final class DoctorCommand implements Callable<Integer> {
  private static final String CONFIG_CHECK = "config";

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli injects it before call()
  private CommandSpec spec;

  @Mixin private KubeconfigOption kubeconfig = new KubeconfigOption();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The scheduler's configuration, which is examined, too.")
  private @Nullable Path config;

  @Option(
      names = "--as",
      paramLabel = "USER",
      defaultValue = "",
      description =
          "Whose permissions to examine (default: system:serviceaccount:kube-system:berth, or the"
              + " kubeconfig's user when there is no such account).")
  @SuppressWarnings("NullAway.Init") // picocli injects it before call()
  private String user;

  @Mixin private TextOrJson output = new TextOrJson();

  @Override
  public Integer call() throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    BerthConfig settings = settings(findings);
    try (KubeClients clients = kubeconfig.user().clients(UserKubeconfig.settings())) {
      findings.addAll(
          new Doctor(
                  clients.list(),
                  settings.profiles().stream().map(Profile::schedulerName).toList(),
                  settings.leaderElection(),
                  user,
                  InstantSource.system())
              .examine());
      DoctorReport report = new DoctorReport(clients.server(), findings);
      PrintWriter out = spec.commandLine().getOut();
      out.print(
          switch (output.form()) {
            case TEXT -> report.text();
            case JSON -> report.json();
          });
      out.flush();
      return (report.fails() ? ExitCode.NEGATIVE : ExitCode.OK).code();
    } catch (IOException e) {
      throw UserKubeconfig.noAnswer(e);
    }
  }

  /** With a configuration that is wrong the rest is examined as for the defaults. */
  private BerthConfig settings(List<Finding> findings) {
    if (config == null) {
      return ConfigLoader.defaults();
    }
    try {
      BerthConfig settings = ConfigLoader.load(config);
      findings.add(new Finding(CONFIG_CHECK, Finding.Severity.OK, config + " can be used", ""));
      settings
          .notices()
          .forEach(
              notice -> findings.add(new Finding(CONFIG_CHECK, Finding.Severity.OK, notice, "")));
      return settings;
    } catch (ConfigException wrong) {
      findings.add(
          new Finding(
              CONFIG_CHECK,
              Finding.Severity.FAIL,
              String.valueOf(wrong.getMessage()),
              "correct the file; the checks below are for the default configuration"));
      return ConfigLoader.defaults();
    }
  }
}
