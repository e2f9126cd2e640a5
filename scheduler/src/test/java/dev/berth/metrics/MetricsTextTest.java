package dev.berth.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cycle.Message;
import dev.berth.framework.PluginNews;
import dev.berth.framework.PointTimes;
import dev.berth.framework.Status;
import dev.berth.framework.TimedPoint;
import dev.berth.kube.RequestListener;
import dev.berth.kube.events.EventOutcomes;
import dev.berth.kube.watch.DriftCounts;
import dev.berth.kube.watch.KindFreshness;
import dev.berth.kube.watch.KindTraffic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is exposed, beside what a real kube-scheduler exposes. */
final class MetricsTextTest {
  private static final Path TABLES = Path.of("METRICS.md");

  private final MetricsBed bed = new MetricsBed();

  @AfterEach
  void stop() {
    bed.close();
  }

  private static List<String> resource(String name) {
    try (InputStream in = MetricsTextTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> samples(String... prefixes) {
    return bed.metrics
        .text()
        .lines()
        .filter(line -> List.of(prefixes).stream().anyMatch(line::startsWith))
        .toList();
  }

  private void assertShows(String... lines) {
    assertThat(bed.metrics.text().lines()).contains(lines);
  }

  /** One pod that fits, one that is too large, one that is gated. */
  private void placeThreePods() {
    bed.node("n1");
    bed.node("n2");
    bed.see(bed.pod("a"));
    bed.see(bed.pod("b", "cpu=40"));
    bed.see(bed.pod("c").schedulingGates(List.of("g")));
    bed.settle();
    bed.see(bed.pod("a").nodeName("n1"));
    bed.see(bed.pod("b", "cpu=40")); // its condition was written
    bed.settle();
  }

  /** Everything that there is to measure happens at least once. */
  private void doEverything() {
    placeThreePods();
    bed.see(bed.pod("held"));
    bed.settle();
    bed.scheduler.waitingPods().allow("held", MetricsBed.HOLDER);
    bed.refusedBinds.add("d");
    bed.see(bed.pod("d"));
    bed.settle();
    bed.metrics.leadership("kube-system/berth", () -> true);
    bed.metrics.eventOutcomes().sent();
    bed.metrics.eventOutcomes().failed();
    bed.metrics.eventOutcomes().dropped(EventOutcomes.Drop.QUEUE_FULL);
    bed.metrics.eventOutcomes().dropped(EventOutcomes.Drop.QUEUE_FULL);
    tellNews();
    tellRequests();
    bed.metrics
        .pointTimes()
        .pluginTook(TimedPoint.PRE_FILTER_ADD_POD, "InterPodAffinity", Status.skip(), 1_000);
    showWatches();
  }

  private void tellRequests() {
    RequestListener.Try get = new RequestListener.Try("GET", "10.0.0.1:6443");
    bed.metrics.requests().passedLimit(get, 1_000);
    bed.metrics.requests().answered(get, 404);
    bed.metrics.requests().took(get, Duration.ofMillis(30).toNanos());
    bed.metrics.requests().failed(get);
  }

  private void tellNews() {
    PluginNews news = bed.metrics.pluginNews();
    news.waitedForDevices(
        new PluginNews.DeviceWait(
            "berth",
            PluginNews.WaitEnd.TIMEOUT,
            Duration.ofSeconds(3).toNanos(),
            List.of("fabric", "fabric", "plain"),
            List.of("fabric", "fabric")));
    news.claimCreated(false);
    news.claimCreated(true);
    news.volumeStageFailed(PluginNews.VolumeStage.BIND);
    news.volumeStageFailed(PluginNews.VolumeStage.PREDICATE);
  }

  private void showWatches() {
    KindFreshness.Standing refused = new KindFreshness.Standing.Refused(Duration.ZERO, "no");
    bed.metrics.watches(
        () ->
            List.of(
                new KindFreshness(
                    "pods",
                    true,
                    true,
                    new KindFreshness.Standing.Undisturbed(),
                    Duration.ofMillis(1500),
                    Duration.ofSeconds(160)),
                new KindFreshness(
                    "nodes", true, true, refused, Duration.ZERO, Duration.ofSeconds(160))),
        () -> List.of(new KindTraffic("pods", 1, 13, 2)),
        () -> List.of(new DriftCounts("pods", 7, 3)));
  }

  // ---- beside kube-scheduler ----------------------------------------------------------------

  @Test
  void sameThreePods_giveTheSameValues() {
    placeThreePods();
    List<String> want = resource("kube-scheduler-values.txt");
    assertThat(want).hasSizeGreaterThan(30);
    assertThat(bed.metrics.text().lines()).containsAll(want);
    Predicate<String> inScope =
        line ->
            line.startsWith("scheduler_")
                && !line.contains("_seconds_bucket")
                && !line.contains("_seconds_sum")
                && !line.contains("scheduler_plugin_execution_duration_seconds")
                && !line.contains("scheduler_permit_wait_duration_seconds");
    assertThat(bed.metrics.text().lines().filter(inScope))
        .containsExactlyInAnyOrderElementsOf(want);
  }

  @Test
  void names_labels_and_buckets_areThoseOfKubeScheduler() {
    doEverything();
    List<String> want = resource("kube-scheduler-shapes.txt");
    List<String> shapes =
        MetricShapes.of(bed.metrics.text()).stream()
            .filter(shape -> !shape.contains(" berth_") && !shape.contains(" jvm_"))
            .toList();
    assertThat(shapes).hasSizeGreaterThan(15);
    assertThat(want).containsAll(shapes);
  }

  @Test
  void events_areCountedByWhatBecameOfThem() {
    doEverything();
    assertShows(
        "berth_events_sent_total 1",
        "berth_events_failed_total 1",
        "berth_events_dropped_total{reason=\"queue_full\"} 2");
  }

  @Test
  void requests_areCountedAndTimedAsGosClientsDo() {
    tellRequests();
    assertShows(
        "rest_client_requests_total{code=\"404\",host=\"10.0.0.1:6443\",method=\"GET\"} 1",
        "rest_client_requests_total{code=\"<error>\",host=\"10.0.0.1:6443\",method=\"GET\"} 1",
        "rest_client_request_duration_seconds_bucket"
            + "{host=\"10.0.0.1:6443\",verb=\"GET\",le=\"0.025\"} 0",
        "rest_client_request_duration_seconds_bucket"
            + "{host=\"10.0.0.1:6443\",verb=\"GET\",le=\"0.1\"} 1",
        "rest_client_request_duration_seconds_count{host=\"10.0.0.1:6443\",verb=\"GET\"} 1",
        "rest_client_rate_limiter_duration_seconds_count{host=\"10.0.0.1:6443\",verb=\"GET\"} 1");
  }

  @Test
  void plugins_areTimedInATenthOfTheAttempts() {
    PointTimes times = bed.metrics.pointTimes();
    int attempts = 20_000;
    int timed = 0;
    for (int i = 0; i < attempts; i++) {
      timed += times.wantsPlugins() ? 1 : 0;
    }
    assertThat(timed).isBetween(attempts * 8 / 100, attempts * 12 / 100);
  }

  @Test
  void plugin_isNamedWithItsPointAndStatus() {
    PointTimes times = bed.metrics.pointTimes();
    times.pluginTook(TimedPoint.NORMALIZE, "TaintToleration", Status.success(), 12_000);
    times.pluginTook(TimedPoint.FILTER, "NodePorts", Status.unschedulable("no"), 2_000);
    assertShows(
        "scheduler_plugin_execution_duration_seconds_bucket{extension_point=\"ScoreExtensionNormalize\",plugin=\"TaintToleration\",status=\"Success\",le=\"1e-05\"}"
            + " 0",
        "scheduler_plugin_execution_duration_seconds_bucket{extension_point="
            + "\"Filter\",plugin=\"NodePorts\",status=\"Unschedulable\",le=\"1e-05\"} 1");
  }

  @Test
  void volumesAndDevices_areCountedAsKubeSchedulerDoes() {
    tellNews();
    assertShows(
        "scheduler_dra_bindingconditions_allocations_total"
            + "{driver=\"fabric\",profile=\"berth\",status=\"timeout\"} 2",
        "scheduler_dra_bindingconditions_wait_duration_seconds_count"
            + "{driver=\"fabric\",profile=\"berth\",status=\"timeout\"} 2",
        "scheduler_dra_bindingconditions_wait_duration_seconds_sum"
            + "{driver=\"plain\",profile=\"berth\",status=\"timeout\"} 3",
        "scheduler_dra_bindingconditions_wait_duration_seconds_bucket"
            + "{driver=\"plain\",profile=\"berth\",status=\"timeout\",le=\"3.2\"} 1",
        "scheduler_resourceclaim_creates_total{status=\"success\"} 1",
        "scheduler_resourceclaim_creates_total{status=\"failure\"} 1",
        "scheduler_volume_scheduling_stage_error_total{operation=\"bind\"} 1",
        "scheduler_volume_scheduling_stage_error_total{operation=\"predicate\"} 1");
    assertThat(samples("scheduler_dra_bindingconditions_allocations_total")).hasSize(1);
  }

  @Test
  void tablesOfTheDocument_listWhatIsExposed() {
    doEverything();
    Set<String> exposed =
        MetricShapes.of(bed.metrics.text()).stream()
            .map(shape -> shape.split(" ", -1)[1])
            .filter(name -> name.matches("(scheduler|berth|rest_client)_.*"))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> listed = firstColumn("## Same as kube-scheduler's");
    listed.addAll(firstColumn("## Berth's own"));
    assertThat(listed).isEqualTo(exposed);
    assertThat(firstColumn("## Absent, and why")).doesNotContainAnyElementsOf(exposed);
  }

  @Test
  void metricsOfKubeScheduler_areEitherExposedOrExplained() {
    Set<String> known = firstColumn("## Same as kube-scheduler's");
    known.addAll(firstColumn("## Absent, and why"));
    Set<String> want =
        resource("kube-scheduler-shapes.txt").stream()
            .map(shape -> shape.split(" ", -1)[1])
            .filter(name -> name.matches("(scheduler|rest_client)_.*"))
            .collect(Collectors.toSet());
    assertThat(known).containsAll(want);
  }

  private static Set<String> firstColumn(String title) {
    Set<String> names = new TreeSet<>();
    boolean inside = false;
    for (String line : lines(TABLES)) {
      if (line.startsWith("## ")) {
        inside = line.equals(title);
      } else if (inside && line.startsWith("| `")) {
        Matcher name =
            Pattern.compile("`([a-z_]+)`").matcher(line.substring(0, line.indexOf(" |")));
        while (name.find()) {
          names.add(name.group(1));
        }
      }
    }
    return names;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- value by value -----------------------------------------------------------------------

  @Test
  void waitingPod_countsInTheBucketOfItsTime() {
    bed.node("n1");
    bed.see(bed.pod("a", "cpu=40"));
    bed.settle();
    bed.pass(Duration.ofSeconds(3));
    bed.see(bed.pod("a", "cpu=1"));
    bed.settle();
    assertShows(
        "scheduler_pod_scheduling_sli_duration_seconds_bucket{attempts=\"2\",le=\"2.56\"} 0",
        "scheduler_pod_scheduling_sli_duration_seconds_bucket{attempts=\"2\",le=\"5.12\"} 1",
        "scheduler_pod_scheduling_sli_duration_seconds_sum{attempts=\"2\"} 3",
        "scheduler_pod_scheduling_attempts_bucket{le=\"1\"} 0",
        "scheduler_pod_scheduling_attempts_bucket{le=\"2\"} 1",
        "scheduler_unschedulable_pods{plugin=\"NodeResourcesFit\",profile=\"berth\"} 0");
  }

  @Test
  void attempt_lastsUntilThePodIsBound() {
    bed.node("n1");
    bed.see(bed.pod("held"));
    bed.settle();
    assertShows("scheduler_goroutines{operation=\"binding\"} 1");
    bed.pass(Duration.ofMillis(3));
    bed.scheduler.waitingPods().allow("held", MetricsBed.HOLDER);
    bed.settle();
    assertShows(
        "scheduler_goroutines{operation=\"binding\"} 0",
        "scheduler_permit_wait_duration_seconds_count{result=\"Success\"} 1",
        "scheduler_framework_extension_point_duration_seconds_count"
            + "{extension_point=\"Permit\",profile=\"berth\",status=\"Wait\"} 1",
        "scheduler_scheduling_attempt_duration_seconds_sum{profile=\"berth\",result=\"scheduled\"}"
            + " 0.003",
        "scheduler_scheduling_attempt_duration_seconds_bucket"
            + "{profile=\"berth\",result=\"scheduled\",le=\"0.002\"} 0",
        "scheduler_scheduling_attempt_duration_seconds_bucket"
            + "{profile=\"berth\",result=\"scheduled\",le=\"0.004\"} 1");
  }

  @Test
  void podRejectedWhileItWaits_isUnschedulable() {
    bed.node("n1");
    bed.see(bed.pod("held"));
    bed.settle();
    bed.pass(Duration.ofMinutes(2));
    bed.settle();
    assertShows(
        "scheduler_permit_wait_duration_seconds_count{result=\"Unschedulable\"} 1",
        "scheduler_schedule_attempts_total{profile=\"berth\",result=\"unschedulable\"} 1",
        "scheduler_goroutines{operation=\"binding\"} 0",
        "berth_placements_undone_total 1");
  }

  @Test
  void failedBinding_isAnError_andTriedAgainAfterItsBackoff() {
    bed.node("n1");
    bed.refusedBinds.add("a");
    bed.see(bed.pod("a"));
    bed.settle();
    bed.refusedBinds.clear();
    bed.pass(Duration.ofSeconds(20));
    bed.settle();
    assertShows(
        "scheduler_schedule_attempts_total{profile=\"berth\",result=\"error\"} 1",
        "scheduler_schedule_attempts_total{profile=\"berth\",result=\"scheduled\"} 1",
        "scheduler_queue_incoming_pods_total{event=\"ScheduleAttemptFailure\",queue=\"backoff\"} 1",
        "scheduler_queue_incoming_pods_total{event=\"BackoffComplete\",queue=\"active\"} 1",
        "scheduler_framework_extension_point_duration_seconds_count"
            + "{extension_point=\"Bind\",profile=\"berth\",status=\"Error\"} 1",
        "scheduler_framework_extension_point_duration_seconds_count"
            + "{extension_point=\"Unreserve\",profile=\"berth\",status=\"Success\"} 1");
  }

  @Test
  void changeThatHelps_isNamedAsTheReasonOfTheMove() {
    bed.node("n1");
    bed.see(bed.pod("a", "cpu=3"));
    bed.settle();
    bed.see(bed.pod("a", "cpu=3").nodeName("n1"));
    bed.see(bed.pod("b", "cpu=3"));
    bed.settle();
    bed.node("n2");
    bed.settle();
    assertThat(samples("scheduler_queue_incoming_pods_total"))
        .containsExactlyInAnyOrder(
            "scheduler_queue_incoming_pods_total{event=\"UnschedulablePodAdd\",queue=\"active\"} 2",
            "scheduler_queue_incoming_pods_total"
                + "{event=\"ScheduleAttemptFailure\",queue=\"unschedulable\"} 1",
            "scheduler_queue_incoming_pods_total{event=\"NodeAdd\",queue=\"backoff\"} 1",
            "scheduler_queue_incoming_pods_total{event=\"PopFromBackoffQ\",queue=\"active\"} 1");
  }

  @Test
  void podThatWaitedForTooLong_isCountedWhenItIsBound() {
    bed.node("n1");
    bed.rejectedPods.add("a");
    bed.see(bed.pod("a"));
    bed.settle();
    bed.pass(Duration.ofMinutes(6));
    bed.settle();
    assertShows("scheduler_pod_scheduled_after_flush_total 0");
    bed.rejectedPods.clear();
    bed.pass(Duration.ofMinutes(6));
    bed.settle();
    assertShows(
        "scheduler_queue_incoming_pods_total{event=\"UnschedulableTimeout\",queue=\"active\"} 2",
        "scheduler_pod_scheduled_after_flush_total 1",
        "scheduler_pod_scheduling_sli_duration_seconds_count{attempts=\"3\"} 1");
  }

  @Test
  void deletedPods_areBlamedOnNobody() {
    bed.node("n1");
    bed.see(bed.pod("a", "cpu=40"));
    bed.see(bed.pod("b").schedulingGates(List.of("g")));
    bed.settle();
    assertShows(
        "scheduler_unschedulable_pods{plugin=\"NodeResourcesFit\",profile=\"berth\"} 1",
        "scheduler_unschedulable_pods{plugin=\"SchedulingGates\",profile=\"berth\"} 1");
    for (String name : List.of("a", "b")) {
      bed.inbox.post(new Message.PodGone(bed.pod(name).build().key(), name));
    }
    bed.settle();
    assertShows(
        "scheduler_unschedulable_pods{plugin=\"NodeResourcesFit\",profile=\"berth\"} 0",
        "scheduler_unschedulable_pods{plugin=\"SchedulingGates\",profile=\"berth\"} 0",
        "scheduler_pending_pods{queue=\"gated\"} 0");
  }

  @Test
  void loop_showsItsHeartbeatAndItsMailbox() {
    bed.settle();
    bed.pass(Duration.ofMillis(2500));
    bed.node("n1");
    bed.node("n2");
    assertShows("berth_loop_heartbeat_age_seconds 2.5", "berth_inbox_messages 2");
  }

  @Test
  void watches_showHowFreshEachKindIs_andWhatItCost() {
    showWatches();
    assertShows(
        "berth_watch_fresh{resource=\"pods\"} 1",
        "berth_watch_fresh{resource=\"nodes\"} 0",
        "berth_watch_silence_seconds{resource=\"pods\"} 1.5",
        "berth_watch_lists_total{resource=\"pods\"} 1",
        "berth_watch_begun_total{resource=\"pods\"} 13",
        "berth_watch_silences_total{resource=\"pods\"} 2",
        "berth_drift_checks_total{resource=\"pods\"} 7",
        "berth_drift_healed_total{resource=\"pods\"} 3");
  }

  @Test
  void leadership_isOneOrZero() {
    boolean[] leads = {true};
    bed.metrics.leadership("kube-system/berth", () -> leads[0]);
    assertShows("leader_election_master_status{name=\"kube-system/berth\"} 1");
    leads[0] = false;
    assertShows("leader_election_master_status{name=\"kube-system/berth\"} 0");
  }

  @Test
  void processAndJvm_areShown() {
    assertThat(bed.metrics.text().lines().map(line -> line.split("[ {]", -1)[0]))
        .contains(
            "process_cpu_seconds_total",
            "process_start_time_seconds",
            "process_resident_memory_bytes",
            "process_open_fds",
            "jvm_memory_used_bytes",
            "jvm_gc_collection_seconds_count",
            "jvm_runtime_info");
  }
}
