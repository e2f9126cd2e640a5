package dev.berth.bench.extender;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.bench.cluster.BenchException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fast wrong extender must fail: three nodes are offered, and the pod fits on two of them. */
final class AnswerCheckTest {
  private static KeepAliveConnection.Answer answer(int status, String json) {
    return new KeepAliveConnection.Answer(
        status, ByteBuffer.wrap(json.replace('\'', '"').getBytes(UTF_8)), 1);
  }

  @Test
  void rightAnswers_pass() {
    assertThatCode(
            () -> {
              AnswerCheck.filter(
                  answer(200, "{'Nodes':null,'NodeNames':['a','c'],'FailedNodes':{'b':'x'}}"),
                  3,
                  2);
              AnswerCheck.filter(
                  answer(
                      200,
                      "{'Nodes':{'metadata':{},'items':[{'metadata':{'name':'a'}},{}]},"
                          + "'NodeNames':null,'FailedNodes':{},'FailedAndUnresolvableNodes':{'b':'x'},'Error':''}"),
                  3,
                  2);
              AnswerCheck.prioritize(
                  answer(200, "[{'Host':'a','Score':0},{'Host':'b','Score':10}]"), 2);
              AnswerCheck.preempt(
                  answer(
                      200,
                      "{'NodeNameToMetaVictims':{'a':{'Pods':[{'UID':'u'}],'NumPDBViolations':0},'c':{}}}"),
                  2);
              AnswerCheck.bind(answer(200, "{'Error':''}"));
            })
        .doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "503 | busy | filter answers 503: busy",
        "200 | {'NodeNames':['a']} | 1 passing and 0 failed of 3 nodes, and 2 should pass",
        "200 | {'NodeNames':['a','b']} | 2 passing and 0 failed of 3 nodes",
        "200 | {'NodeNames':['a','b','c']} | 3 passing and 0 failed of 3 nodes, and 2 should pass",
        "200 | {'NodeNames':['a','b'],'FailedNodes':{'c':'x'},'Error':'oh'} | should pass: oh",
      })
  void wrongFilter_isSaid(int status, String json, String wantMessage) {
    assertThatThrownBy(() -> AnswerCheck.filter(answer(status, json), 3, 2))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining(wantMessage);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | no | prioritize answers 400: no",
        "200 | [{'Host':'a','Score':1}] | 1 scores for 2 nodes",
        "200 | [{'Host':'a','Score':1},{'Host':'b','Score':11}] | a score of 11",
      })
  void wrongPrioritize_isSaid(int status, String json, String wantMessage) {
    assertThatThrownBy(() -> AnswerCheck.prioritize(answer(status, json), 2))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining(wantMessage);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | no | preempt answers 400: no",
        "200 | {'NodeNameToMetaVictims':null} | preempt answers with 0 nodes, and there should be"
            + " 2",
        "200 | {'NodeNameToMetaVictims':{'a':{'Pods':[{},{}]}}} | with 1 nodes",
      })
  void wrongPreempt_isSaid(int status, String json, String wantMessage) {
    assertThatThrownBy(() -> AnswerCheck.preempt(answer(status, json), 2))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining(wantMessage);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "503 | busy | bind answers 503: busy",
        "200 | {'Error':'it is elsewhere'} | bind answers: it is elsewhere",
      })
  void wrongBind_isSaid(int status, String json, String wantMessage) {
    assertThatThrownBy(() -> AnswerCheck.bind(answer(status, json)))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining(wantMessage);
  }
}
