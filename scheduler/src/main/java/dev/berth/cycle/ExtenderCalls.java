package dev.berth.cycle;

import dev.berth.framework.Status;
import dev.berth.pipeline.ExtenderAnswer;
import dev.berth.pipeline.ExtenderQuestion;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts questions to extenders on virtual threads; the answer goes to the Inbox, always.
 *
 * <p>Threading: any thread.
 */
public final class ExtenderCalls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExtenderCalls.class);
  private static final String STOPPING = "the scheduler is stopping";

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("extender-", 0).factory());
  private final Inbox inbox;

  public ExtenderCalls(Inbox inbox) {
    this.inbox = inbox;
  }

  void ask(ExtenderQuestion question) {
    try {
      threads.execute(() -> post(question, answer(question)));
    } catch (RejectedExecutionException closed) {
      post(question, failed(question, STOPPING));
    }
  }

  private void post(ExtenderQuestion question, ExtenderAnswer answer) {
    inbox.post(new Message.ExtendersAnswered(question.pod().uid(), answer));
  }

  private ExtenderAnswer answer(ExtenderQuestion question) {
    try {
      return switch (question) {
        case ExtenderQuestion.AboutNodes nodes -> new ExtenderRound(nodes, threads).run();
        case ExtenderQuestion.AboutVictims victims -> new EvictionRound(victims).run();
      };
    } catch (InterruptedException | RejectedExecutionException stopped) {
      return failed(question, STOPPING);
    } catch (Throwable thrown) { // the edge of the thread: an answer must be posted
      LOG.error("asking extenders about pod {} threw", question.pod().key(), thrown);
      return failed(question, Status.error(thrown).message());
    }
  }

  private static ExtenderAnswer failed(ExtenderQuestion question, String why) {
    return switch (question) {
      case ExtenderQuestion.AboutNodes nodes ->
          new ExtenderAnswer.Failed(nodes, new Status.Error("", List.of(why)));
      case ExtenderQuestion.AboutVictims victims -> new ExtenderAnswer.FailedReview(victims, why);
    };
  }

  /** Interrupts what is under way: nobody acts on the answers any more. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
