package dev.berth.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.http.RequestMemory.Taken;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Who gets how much of the memory that all requests share. */
final class BodyBudgetTest {
  private static final int ALL = 1600;
  private static final int BODY = 800;
  private static final int ROUNDS = 1_000_000;

  private final BodyBudget budget = new BodyBudget(ALL, BODY);
  private final BodyBudget.Share large = budget.share(BODY);
  private final BodyBudget.Share other = budget.share(0);

  @Test
  void aSmallRequest_findsRoom_whenLargeOnesHaveTakenTheirs() {
    assertThat(large.take(1500)).isEqualTo(Taken.YES);

    assertThat(other.take(100)).isEqualTo(Taken.YES);
    assertThat(other.take(1)).as("all is taken").isEqualTo(Taken.NOT_NOW);
  }

  @Test
  void largeOnes_leaveTheRoomOfSmallOnes() {
    assertThat(large.take(1000)).isEqualTo(Taken.YES);
    assertThat(other.take(501)).isEqualTo(Taken.NOT_NOW);
    assertThat(other.take(500)).isEqualTo(Taken.YES);
  }

  @Test
  void oneThatIsToBeLarge_leavesThatRoomFromItsFirstByte() {
    assertThat(large.take(1500)).isEqualTo(Taken.YES);

    assertThat(budget.share(101).take(1)).isEqualTo(Taken.NOT_NOW);
    assertThat(budget.share(-1).take(1))
        .as("of a length that nobody knows")
        .isEqualTo(Taken.NOT_NOW);
    assertThat(budget.share(100).take(100)).isEqualTo(Taken.YES);
  }

  @Test
  void moreThanThereCanBe_isNeverGiven() {
    assertThat(large.mostBytes()).isEqualTo(1500);
    assertThat(large.take(1501)).isEqualTo(Taken.NEVER);
    assertThat(large.take(1000)).isEqualTo(Taken.YES);
    assertThat(large.take(501)).isEqualTo(Taken.NEVER);
  }

  @Test
  void aBodyOfTheLargestSize_alwaysFits_whenItIsAlone() {
    assertThat(new BodyBudget(BODY, BODY).share(BODY).take(BODY)).isEqualTo(Taken.YES);
  }

  @Test
  void askingInVain_takesNothingFromOthers_notEvenForAMoment() throws Exception {
    assertThat(large.take(1000)).isEqualTo(Taken.YES);
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch asking = new CountDownLatch(1);
    Thread inVain =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!over.get()) {
                    other.take(900);
                    asking.countDown();
                  }
                });
    try {
      asking.await();
      for (int i = 0; i < ROUNDS; i++) {
        assertThat(large.take(400)).isEqualTo(Taken.YES);
        large.giveBack(400);
      }
    } finally {
      over.set(true);
      inVain.join();
    }
  }

  @Test
  void whatIsGivenBack_orAnswered_isThereForOthers() {
    assertThat(large.take(1500)).isEqualTo(Taken.YES);
    large.giveBack(400);
    assertThat(other.take(400)).isEqualTo(Taken.YES);

    large.close();
    large.close();
    assertThat(other.take(1100)).isEqualTo(Taken.YES);
    assertThat(other.take(1)).isEqualTo(Taken.NEVER);
  }
}
