package dev.berth.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WhyReportTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:12Z");
  private static final PodOnServer PENDING =
      new PodOnServer.Present("u", "berth", "", "Pending", false);

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }

  private static final String SCHEDULER =
      "'kind': 'PodExplanation', 'scheduler': {'identity': 'berth-a_1', 'leads': true, 'leader':"
          + " 'berth-a_1', 'profiles': ['berth']}";

  private static JsonNode explained(String live, String decision) throws Exception {
    return json(
        "{"
            + SCHEDULER
            + ", 'live': "
            + live
            + (decision.isEmpty() ? "" : ", 'decision': " + decision)
            + "}");
  }

  private static String text(PodOnServer pod, JsonNode explanation, String... notes) {
    return WhyReport.of("default/big", pod, explanation, List.of(notes)).text(NOW);
  }

  @Test
  void unschedulablePod_readsLikeThis() throws Exception {
    JsonNode why =
        explained(
            "{'answered': true, 'synced': true, 'place': 'unschedulable', 'uid': 'u', 'attempts':"
                + " 3, 'queuedAt': '2026-03-01T10:00:00Z', 'flushedAt': '2026-03-01T10:05:30Z',"
                + " 'wokenBy': [{'plugin': 'NodeResourcesFit', 'events': ['PodDelete',"
                + " 'NodeAddUpdateNodeAllocatable']}]}",
            "{'uid': 'u', 'attempt': 3, 'startedAt': '2026-03-01T10:00:00Z', 'micros': 120,"
                + " 'outcome': 'unfit', 'message': '0/12 nodes are available: 11 Insufficient cpu,"
                + " 1 node(s) had untolerated taint(s).', 'nodes': 12, 'rejections': [{'plugin':"
                + " 'NodeResourcesFit', 'verdict': 'unschedulable', 'reasons': ['Insufficient"
                + " cpu'], 'nodes': 11, 'examples': [{'node': 'n1', 'short': [{'resource': 'cpu',"
                + " 'needed': 2000, 'free': 1300, 'allocatable': 4000}]}]}, {'plugin':"
                + " 'TaintToleration', 'verdict': 'unresolvable', 'reasons': ['node(s) had"
                + " untolerated taint(s)'], 'nodes': 1, 'examples': [{'node': 'n12', 'short':"
                + " []}]}], 'otherRejections': 0, 'best': []}");

    assertThat(text(PENDING, why))
        .isEqualTo(
            """
            default/big is PENDING: it fits on no node.
              0/12 nodes are available: 11 Insufficient cpu, 1 node(s) had untolerated
                taint(s).

            What stands against the nodes, nearest misses first
              11 nodes: Insufficient cpu (NodeResourcesFit)
                n1  cpu: needs 2, free 1.3 of 4, 700m short
                and 10 more
              1 node: node(s) had untolerated taint(s) (TaintToleration, even if empty)
                n12

            Decided at 2026-03-01T10:00:00Z (12 s ago), attempt 3

            When again: when something changes that may help
              NodeResourcesFit waits for: Pod: deleted; Node: added or allocatable changed
              At the latest at 2026-03-01T10:05:30Z (in 5 min), whatever happens.
              Tried so far: 3; waits here since 2026-03-01T10:00:00Z.

            Answered by berth-a_1.
            """);
  }

  @Test
  void plannedPreemption_readsLikeThis() throws Exception {
    JsonNode why =
        explained(
            "{'answered': true, 'place': 'unschedulable', 'uid': 'u', 'attempts': 1}",
            "{'uid': 'u', 'attempt': 1, 'startedAt': '2026-03-01T10:00:00Z', 'outcome': 'unfit',"
                + " 'message': '0/9 nodes are available: 9 Insufficient cpu.', 'preemption':"
                + " {'node': 'n3', 'carriedOut': false, 'victims': 12, 'budgetViolations': 1,"
                + " 'mostImportant': [{'pod': 'shop/web-1', 'uid': 'x', 'priority': 100},"
                + " {'pod': 'shop/web-2', 'uid': 'y', 'priority': -5}]}}");

    assertThat(text(PENDING, why))
        .contains(
            """
              0/9 nodes are available: 9 Insufficient cpu.

            It would fit on node n3 without these 12 pods, of which PodDisruptionBudgets
              protect 1
              shop/web-1  priority 100
              shop/web-2  priority -5
              and 10 more
              Berth only says so: it evicts nobody.
            """);
  }

  @Test
  void placedPod_readsLikeThis() throws Exception {
    JsonNode why =
        explained(
            "{'answered': true, 'synced': true, 'place': 'placed', 'uid': 'u', 'node': 'n2'}",
            "{'uid': 'u', 'attempt': 1, 'startedAt': '2026-03-01T08:00:00Z', 'outcome':"
                + " 'selected', 'node': 'n2', 'evaluated': 3, 'feasible': 2, 'rejections': [],"
                + " 'best': [{'node': 'n2', 'total': 190, 'scores': [{'plugin': 'A', 'score': 90},"
                + " {'plugin': 'B', 'score': 100}]}, {'node': 'n1', 'total': 20, 'scores': []}],"
                + " 'aftermath': {'state': 'bound', 'node': 'n2'}}");

    assertThat(text(new PodOnServer.Present("u", "berth", "n2", "Running", false), why))
        .isEqualTo(
            """
            default/big is PLACED on node n2.

            Why there: 2 of 3 nodes fit; the highest totals were
              n2  190 = A 90 + B 100
              n1  20 = no scores

            Decided at 2026-03-01T08:00:00Z (2 h ago), attempt 1

            Answered by berth-a_1.
            """);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "gated | {'place':'gated','uid':'u','gatedBy':'SchedulingGates','gates':['a','b']} | "
            + " | Gated | is HELD BACK by its scheduling gates: a, b.",
        "gated by a plugin | {'place':'gated','uid':'u','gatedBy':'Quota','gates':[]} | "
            + " | Gated | is HELD BACK by Quota.",
        "held | {'place':'held-in-permit','uid':'u','node':'n1','heldBy':[{'plugin':'P'}]} | "
            + " | HeldInPermit | WAITS FOR PERMISSION of P to go to node n1.",
        "binding | {'place':'binding','uid':'u','node':'n1'} | "
            + " | Binding | is BEING BOUND to node n1 now.",
        "never tried | {'place':'active','uid':'u'} | "
            + " | Queued | is QUEUED and was not tried yet.",
        "tried again | {'place':'active','uid':'u'} | {'uid':'u','outcome':'unfit'}"
            + " | Queued | is QUEUED and will be tried now; last time it fitted on no node.",
        "error | {'place':'backoff','uid':'u'} | {'uid':'u','outcome':'error','message':'x'}"
            + " | Failed | is PENDING: an error stopped the last attempt.",
        "bind failed | {'place':'backoff','uid':'u'} |"
            + " {'uid':'u','outcome':'selected','node':'n1','aftermath':{'state':'undone'}}"
            + " | Failed | is PENDING: it was to go to node n1, but that had to be taken back.",
        "loop hangs | {'answered':false,'waitedMillis':2000} | {'uid':'u','outcome':'unfit'}"
            + " | Unschedulable | is PENDING: it fits on no node.",
        "loop hangs, no record | {'answered':false,'waitedMillis':2000} | "
            + " | NotSeen | is PENDING; the scheduler has no record of it and its loop does not"
            + " answer.",
        "not seen | {'place':'unknown'} |  | NotSeen | is PENDING, and the scheduler has not seen"
            + " it yet. Maybe it is still reading the cluster, or its watch of pods is broken.",
        "record of an earlier pod of that name | {'place':'unknown'} |"
            + " {'uid':'other','outcome':'unfit'} | NotSeen | is PENDING, and the scheduler has not"
            + " seen it yet. Maybe it is still reading the cluster, or its watch of pods is broken."
      })
  void pendingPod_hasAVerdict(
      String name, String live, String decision, String wantState, String want) throws Exception {
    JsonNode why = explained(live, decision == null ? "" : decision);

    assertThat(verdict(PENDING, why)).isEqualTo("default/big " + want);
    assertThat(state(PENDING, why)).isEqualTo(wantState);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "ours, by us | berth | n1 | Running | false | {'uid':'u','outcome':'selected','node':'n1'}"
            + " | Placed | is PLACED on node n1.",
        "ours, by another | berth | n2 | Running | false | {'uid':'u','outcome':'unfit'}"
            + " | PlacedByOther | is PLACED on node n2, by somebody else: Berth had not chosen that"
            + " node.",
        "foreign | other | n2 | Running | false | "
            + " | PlacedByOther | is PLACED on node n2, not by Berth: its scheduler is 'other'.",
        "foreign, pending | other |  | Pending | false | "
            + " | NotOurs | is PENDING, but not for Berth: its scheduler is 'other', and Berth"
            + " schedules for berth.",
        "ended | berth | n1 | Succeeded | false | "
            + " | Ended | has ENDED (Succeeded); it ran on node n1.",
        "going | berth |  | Pending | true | "
            + " | BeingDeleted | is BEING DELETED and is not scheduled any more.",
        "no record | berth | n1 | Running | false |  | Placed | is PLACED on node n1. There is no"
            + " record of why: it was placed by somebody else, or before the scheduler started, or"
            + " its record had to make room for newer ones.",
      })
  void podThatTheServerShows_hasAVerdict(
      String name,
      String schedulerName,
      String node,
      String phase,
      boolean terminating,
      String decision,
      String wantState,
      String want)
      throws Exception {
    PodOnServer pod =
        new PodOnServer.Present("u", schedulerName, node == null ? "" : node, phase, terminating);
    JsonNode why = explained("{'place': 'unknown'}", decision == null ? "" : decision);

    assertThat(verdict(pod, why)).isEqualTo("default/big " + want);
    assertThat(state(pod, why)).isEqualTo(wantState);
  }

  private static String verdict(PodOnServer pod, JsonNode why) throws Exception {
    return new ObjectMapper()
        .readTree(WhyReport.of("default/big", pod, why, List.of()).json())
        .path("verdict")
        .path("text")
        .asText();
  }

  private static String state(PodOnServer pod, JsonNode why) throws Exception {
    return new ObjectMapper()
        .readTree(WhyReport.of("default/big", pod, why, List.of()).json())
        .path("verdict")
        .path("state")
        .asText();
  }

  @Test
  void absentPod_isNoAnswer_butARecordOfItIsShown() throws Exception {
    PodOnServer absent = new PodOnServer.Absent();
    WhyReport nothing = WhyReport.of("default/big", absent, MissingNode.getInstance(), List.of());
    JsonNode why =
        explained("{'place':'unknown'}", "{'uid':'u','outcome':'unfit','message':'0/1'}");

    assertThat(nothing.isAnswer()).isFalse();
    assertThat(nothing.text(NOW)).isEqualTo("default/big does not exist.\n");
    assertThat(text(absent, why)).startsWith("default/big does not exist.\n  0/1\n");
  }

  @Test
  void placedPodWithoutARecord_isNoAnswer_aGatedOneIs() throws Exception {
    PodOnServer placed = new PodOnServer.Present("u", "berth", "n1", "Running", false);
    JsonNode without = explained("{'place':'placed','uid':'u'}", "");
    JsonNode gated = explained("{'place':'gated','uid':'u','gates':['a']}", "");

    assertThat(WhyReport.of("a/b", placed, without, List.of()).isAnswer()).isFalse();
    assertThat(WhyReport.of("a/b", PENDING, gated, List.of()).isAnswer()).isTrue();
  }

  @Test
  void lines_areNotLongerThanATerminal_andLongWordsStayWhole() throws Exception {
    String word = "x".repeat(100);
    JsonNode why =
        explained(
            "{'place':'unschedulable','uid':'u','wokenBy':[{'plugin':'P','events':['a b c d e f g"
                + " h i j k l m n o p q r s t u v w x y z a b c d e f g h i j k l m n o']}]}",
            "{'uid':'u','outcome':'unfit','message':'some words " + word + " and more words'}");

    assertThat(text(PENDING, why).lines())
        .allSatisfy(line -> assertThat(line.length() <= 80 || line.strip().equals(word)).isTrue())
        .anyMatch(line -> line.strip().equals(word));
  }

  @Test
  void hangingLoop_isSaidBesideTheRecord() throws Exception {
    JsonNode why =
        explained(
            "{'answered': false, 'waitedMillis': 2000}",
            "{'uid': 'u', 'outcome': 'unfit', 'message': '0/1 nodes are available'}");

    assertThat(text(PENDING, why))
        .contains("0/1 nodes are available")
        .contains("The scheduling loop did not answer within 2 s");
  }

  @Test
  void answerThatIsNoExplanation_isTakenForNone() {
    assertThat(WhyReport.explanation("404 page not found\n".getBytes(StandardCharsets.UTF_8)))
        .isNull();
    assertThat(WhyReport.explanation("{\"kind\":\"Status\"}".getBytes(StandardCharsets.UTF_8)))
        .isNull();
    assertThat(WhyReport.explanation(new byte[0])).isNull();
  }
}
