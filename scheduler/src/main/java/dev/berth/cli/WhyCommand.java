package dev.berth.cli;

import dev.berth.config.BerthConfig;
import dev.berth.config.ConfigLoader;
import dev.berth.config.LeaderElection;
import dev.berth.explain.WhyReport;
import dev.berth.kube.KubeClients;
import dev.berth.kube.peer.PeerAddress;
import dev.berth.model.PodKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code berth why}: asks the running scheduler why a pod is pending, or why it is where it is.
 *
 * <p>Threading: one per request.
 */
@Command(
    name = "why",
    description = {
      "Say why a pod is pending, or why it is where it is: asks the scheduler that runs.",
      "Without --address the holder of the lease is asked through a port-forward of the API"
          + " server; when it is no pod, https://127.0.0.1:10259."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:answered, whether the pod is placed or not",
      "1:there is no such pod, or nothing is known of it",
      "2:the command line is wrong",
      "3:the API server or the scheduler cannot be asked"
    })
final class WhyCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli injects it before call()
  private CommandSpec spec;

  @Parameters(paramLabel = "[NAMESPACE/]POD", description = "The pod.")
  @SuppressWarnings("NullAway.Init") // picocli injects it before call()
  private String pod;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NS",
      description = "Its namespace (default: that of the kubeconfig's context).")
  private @Nullable String namespace;

  @Mixin private KubeconfigOption kubeconfig = new KubeconfigOption();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The scheduler's configuration, for the name of its lease (default: kube-system/berth).")
  private @Nullable Path config;

  @Option(
      names = "--address",
      paramLabel = "URL",
      description = "Where the scheduler listens, for example https://127.0.0.1:10259.")
  private @Nullable String address;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "Authorities (PEM) of the certificate at --address.")
  private @Nullable Path authority;

  @Option(
      names = "--insecure-skip-tls-verify",
      description =
          "Do not verify the certificate at --address: whoever answers there gets your token.")
  private boolean skipVerification;

  @Mixin private TextOrJson output = new TextOrJson();

  @Override
  public Integer call() throws InterruptedException {
    PeerAddress given = given();
    BerthConfig settings = config == null ? ConfigLoader.defaults() : ConfigLoader.load(config);
    LeaderElection lease = settings.leaderElection();
    UserKubeconfig user = kubeconfig.user();
    PodKey key = key(user);
    try (KubeClients clients = user.clients(UserKubeconfig.settings())) {
      PodInquiry inquiry = new PodInquiry(clients, user, lease, given);
      WhyReport report = inquiry.about(key);
      PrintWriter out = spec.commandLine().getOut();
      out.print(
          switch (output.form()) {
            case TEXT -> report.text(Instant.now());
            case JSON -> report.json();
          });
      out.flush();
      return (report.isAnswer() ? ExitCode.OK : ExitCode.NEGATIVE).code();
    } catch (IOException e) {
      throw UserKubeconfig.noAnswer(e);
    }
  }

  private @Nullable PeerAddress given() {
    if (address == null) {
      return null;
    }
    try {
      return PeerAddress.of(address, authority, skipVerification);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
    }
  }

  private PodKey key(UserKubeconfig user) {
    int slash = pod.indexOf('/');
    String inName = slash < 0 ? null : pod.substring(0, slash);
    String name = pod.substring(slash + 1);
    if (name.isEmpty() || name.contains("/") || (inName != null && inName.isEmpty())) {
      throw new ParameterException(
          spec.commandLine(), "pod is '" + pod + "'. Maybe NAMESPACE/POD, or POD and -n NS?");
    }
    if (inName != null && namespace != null && !inName.equals(namespace)) {
      throw new ParameterException(
          spec.commandLine(),
          "pod is '" + pod + "' and --namespace is '" + namespace + "'. Maybe one of the two?");
    }
    String chosen = inName == null ? namespace : inName;
    return new PodKey(chosen == null ? user.namespace() : chosen, name);
  }
}
