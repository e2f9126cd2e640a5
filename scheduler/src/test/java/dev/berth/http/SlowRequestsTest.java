package dev.berth.http;

import static dev.berth.http.SlowRequests.HEAD_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** At which look a connection is closed; what comes of it is in {@link SlowCallersTest}. */
final class SlowRequestsTest {
  private static final int LINE = 20;

  private final HandTimer timer = new HandTimer();
  private final SlowRequests slow = new SlowRequests(() -> timer, Duration.ofMinutes(1));
  private final Wire wire = new Wire();

  /** A connection that a test says of what has come. */
  private static final class Wire extends AbstractConnection {
    private long bytes;
    private long requests;

    Wire() {
      super(new ByteArrayEndPoint(), Runnable::run);
    }

    @Override
    public void onFillable() {}

    @Override
    public long getBytesIn() {
      return bytes;
    }

    @Override
    public long getMessagesIn() {
      return requests;
    }

    boolean isOpen() {
      return getEndPoint().isOpen();
    }
  }

  @BeforeEach
  void open() {
    slow.onOpened(wire);
  }

  private void look() throws InterruptedException {
    timer.await(HEAD_TIME).run();
  }

  private void begin() {
    wire.bytes += LINE;
    wire.requests++;
    slow.begun(wire);
  }

  private void assertSlowHeadIsCutAtTheSecondLook() throws InterruptedException {
    wire.bytes++;
    look();
    assertThat(wire.isOpen()).isTrue();
    look();
    assertThat(wire.isOpen()).isFalse();
  }

  @Test
  void firstHead_isCutAtTheSecondLook() throws Exception {
    assertSlowHeadIsCutAtTheSecondLook();
  }

  @Test
  void headBehindAnAnswer_isCutAtTheSecondLook_alsoWhenTheFormerSawTheAnswerUnderWay()
      throws Exception {
    begin();
    look();
    slow.over(wire);

    assertSlowHeadIsCutAtTheSecondLook();
  }

  @Test
  void headThatWasCompleted_isNotTheNextOne() throws Exception {
    for (int i = 0; i < 5; i++) {
      wire.bytes++;
      look();
      begin();
      slow.over(wire);
    }
    assertThat(wire.isOpen()).isTrue();
  }

  @Test
  void bytesWhileARequestIsUnderWay_areNoHead() throws Exception {
    begin();
    for (int i = 0; i < 5; i++) {
      wire.bytes++;
      look();
    }
    slow.over(wire);
    look();
    look();
    assertThat(wire.isOpen()).isTrue();
  }

  @Test
  void closedConnection_isForgotten() {
    slow.onClosed(wire);
    slow.begun(wire);
    slow.over(wire);

    assertThat(timer.isIdle()).isTrue();
  }
}
