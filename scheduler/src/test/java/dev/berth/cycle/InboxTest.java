package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.Status;
import dev.berth.model.Node;
import dev.berth.model.Phase;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class InboxTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final Inbox inbox = new Inbox();

  private static PodInfo.Builder pod(String uid, int version) {
    return TestLoop.pending(uid).resourceVersion("" + version);
  }

  private static Message seen(String uid, int version) {
    return new Message.PodSeen(pod(uid, version).build());
  }

  private static Message gone(String uid) {
    return new Message.PodGone(new PodKey("default", uid), uid);
  }

  private static Message node(String name) {
    return new Message.NodeSeen(Node.builder(name).build());
  }

  private void post(Message... messages) {
    for (Message message : messages) {
      inbox.post(message);
    }
  }

  /** Short names: a pod with its version, a node, "gone". */
  private List<String> taken() {
    return inbox.takeAll().stream().map(InboxTest::shortly).toList();
  }

  private static String shortly(Message message) {
    return switch (message) {
      case Message.PodSeen(PodInfo pod) -> pod.uid() + pod.resourceVersion();
      case Message.PodGone gone -> gone.uid() + " gone";
      case Message.NodeSeen(Node node) -> node.name();
      case Message.BindingFinished finished -> finished.uid() + " finished";
      case Message.NodeGone _,
          Message.ObjectSeen _,
          Message.ObjectGone _,
          Message.KindMissing _,
          Message.ListComplete _,
          Message.ExtendersAnswered _,
          Message.Question _ ->
          message.getClass().getSimpleName();
    };
  }

  // ---- order and merging ------------------------------------------------------------------------

  @Test
  void messages_comeInTheOrderInWhichTheyWerePosted() {
    post(node("n1"), seen("p", 1), node("n1"), seen("q", 1), gone("p"), node("n2"));

    assertThat(inbox.depth()).isEqualTo(6);
    assertThat(taken()).containsExactly("n1", "p1", "n1", "q1", "p gone", "n2");
    assertThat(inbox.depth()).isZero();
    assertThat(taken()).isEmpty();
  }

  @Test
  void updateAndUpdate_becomeTheLaterOneAtThePlaceOfTheEarlier() {
    post(seen("p", 1), seen("p", 2), node("n1"), seen("p", 3), seen("q", 1), seen("p", 4));

    assertThat(taken()).containsExactly("p1", "p4", "n1", "q1");
  }

  @Test
  void theFirstMessageAboutAPod_mayBeItsAdd_soNothingIsMergedIntoIt() {
    post(seen("p", 1), seen("p", 2));

    assertThat(taken()).containsExactly("p1", "p2");
  }

  @Test
  void whatWasTaken_isNotMergedIntoAnyMore() {
    post(seen("p", 1), seen("p", 2));
    taken();
    post(seen("p", 3), seen("p", 4), seen("p", 5));

    assertThat(taken()).containsExactly("p3", "p5");
  }

  static Stream<Arguments> transitions() {
    return Stream.of(
        Arguments.of("unassigned to assigned", edit(pod -> pod.nodeName("n1"))),
        Arguments.of("live to terminating", edit(pod -> pod.terminating(true))),
        Arguments.of("pending to running", edit(pod -> pod.phase(Phase.RUNNING))),
        Arguments.of("another name", edit(pod -> pod.key(new PodKey("default", "other")))));
  }

  private static UnaryOperator<PodInfo.Builder> edit(UnaryOperator<PodInfo.Builder> edit) {
    return edit;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transitions")
  void aTransition_isNeverMerged_norIsAnythingMergedIntoIt(
      String what, UnaryOperator<PodInfo.Builder> transition) {
    post(seen("p", 1), seen("p", 2));
    for (int version = 3; version <= 6; version++) {
      post(new Message.PodSeen(transition.apply(pod("p", version)).build()));
    }

    assertThat(taken()).as(what).containsExactly("p1", "p2", "p3", "p6");
  }

  @Test
  void aDelete_endsTheMerging_soThatALaterAddStands() {
    post(seen("p", 1), seen("p", 2), gone("p"), seen("p", 3), seen("p", 4), seen("p", 5));

    assertThat(taken()).containsExactly("p1", "p2", "p gone", "p3", "p5");
  }

  @Test
  void anotherUidUnderOneName_isNeverMerged() {
    Message successor = new Message.PodSeen(pod("p", 3).uid("p-again").build());

    post(seen("p", 1), seen("p", 2), successor);

    assertThat(taken()).containsExactly("p1", "p2", "p-again3");
  }

  @Test
  void anOutcome_endsTheMerging() {
    post(seen("p", 1), seen("p", 2));
    inbox.post(new Message.BindingFinished("p", Status.success()));
    post(seen("p", 3));

    assertThat(taken()).containsExactly("p1", "p2", "p finished", "p3");
  }

  // ---- waiting
  // ------------------------------------------------------------------------------------

  @Test
  void await_returnsAtOnceWhenSomethingWaits() throws Exception {
    post(node("n1"));

    inbox.await(LONG);

    assertThat(inbox.depth()).isEqualTo(1);
  }

  @Test
  void await_isEndedByAMessage() throws Exception {
    Thread poster = Thread.ofVirtual().start(() -> post(node("n1")));

    inbox.await(LONG);
    poster.join();

    assertThat(taken()).containsExactly("n1");
  }

  @Test
  void wake_endsTheNextAwait_onceOnly() throws Exception {
    inbox.wake();

    inbox.await(LONG);
    long began = System.nanoTime();
    inbox.await(Duration.ofMillis(20));

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isGreaterThanOrEqualTo(Duration.ofMillis(20));
  }

  // ---- questions
  // ------------------------------------------------------------------------------------

  private void turn() {
    for (Message message : inbox.takeAll()) {
      if (message instanceof Message.Question(Runnable ask)) {
        ask.run();
      }
    }
  }

  @Test
  void question_thatWasCancelledBeforeItsTurn_isNotAsked() {
    List<String> asked = new ArrayList<>();
    CompletableFuture<Boolean> cancelled = inbox.ask(() -> asked.add("cancelled"));
    CompletableFuture<Boolean> wanted = inbox.ask(() -> asked.add("wanted"));
    cancelled.cancel(false);

    for (Message message : inbox.takeAll()) {
      if (message instanceof Message.Question(Runnable ask)) {
        ask.run();
      }
    }

    assertThat(asked).containsExactly("wanted");
    assertThat(wanted).isCompletedWithValue(true);
  }

  @Test
  void ask_isAnsweredByTheThreadThatTakes() {
    CompletableFuture<String> answer = inbox.ask(() -> Thread.currentThread().getName());
    assertThat(answer).isNotDone();

    turn();

    assertThat(answer).isCompletedWithValue(Thread.currentThread().getName());
  }

  @Test
  void aQuestionThatThrows_failsTheAskerOnly() {
    CompletableFuture<String> answer =
        inbox.ask(
            () -> {
              throw new IllegalStateException("no such pod");
            });

    turn();

    assertThat(answer)
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("no such pod");
  }

  // ---- many threads
  // -----------------------------------------------------------------------------------

  @Test
  void manyPosters_nothingIsLost_eachOnesOrderIsKept_andTheNewestVersionArrives() throws Exception {
    int posters = 6;
    int rounds = 3_000;
    CountDownLatch ready = new CountDownLatch(posters);
    List<Thread> threads = new ArrayList<>();
    for (int poster = 0; poster < posters; poster++) {
      String name = "t" + poster;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    ready.countDown();
                    awaitAll(ready);
                    for (int round = 1; round <= rounds; round++) {
                      post(node(name + ":" + round), seen(name, round));
                    }
                  }));
    }

    Map<String, Integer> lastNode = new HashMap<>();
    Map<String, Integer> lastVersion = new HashMap<>();
    while (lastNode.values().stream().filter(last -> last == rounds).count() < posters
        || lastVersion.values().stream().filter(last -> last == rounds).count() < posters) {
      inbox.await(LONG);
      List<Message> messages = inbox.takeAll();
      assertThat(messages).as("messages within " + LONG).isNotEmpty();
      messages.forEach(message -> follow(message, lastNode, lastVersion));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(inbox.depth()).isZero();
  }

  private static void follow(
      Message message, Map<String, Integer> lastNode, Map<String, Integer> lastVersion) {
    if (message instanceof Message.NodeSeen(Node node)) {
      int colon = node.name().indexOf(':');
      int round = Integer.parseInt(node.name().substring(colon + 1));
      Integer before = lastNode.put(node.name().substring(0, colon), round);
      assertThat(round).isEqualTo(before == null ? 1 : before + 1);
    } else if (message instanceof Message.PodSeen(PodInfo pod)) {
      int version = Integer.parseInt(pod.resourceVersion());
      Integer before = lastVersion.put(pod.uid(), version);
      assertThat(version).isGreaterThan(before == null ? 0 : before);
    }
  }

  private static void awaitAll(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
