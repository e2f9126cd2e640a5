package dev.berth.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LiveScreenTest {
  private static final Terminal.Size SIZE = new Terminal.Size(80, 24);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final LiveScreen screen = new LiveScreen(bytes, StandardCharsets.UTF_8);

  private String sent() {
    String sent = bytes.toString(StandardCharsets.UTF_8).replace('\u001b', '^');
    bytes.reset();
    return sent;
  }

  @Test
  void firstPicture_opensTheSecondScreen_andClearsBeforeTheText() {
    screen.draw(List.of("a", "b█"), SIZE);
    assertThat(sent()).isEqualTo("^[?1049h^[?25l^[?7l^[0m^[H^[2J^[1;1H^[Ka^[2;1H^[Kb█");
  }

  @Test
  void nextPictures_sendOnlyWhatHasChanged() {
    screen.draw(List.of("a", "b", "c"), SIZE);
    sent();
    screen.draw(List.of("a", "B"), SIZE);
    assertThat(sent()).isEqualTo("^[2;1H^[KB^[3;1H^[K");
  }

  @Test
  void anotherSize_drawsAllAnew() {
    screen.draw(List.of("a"), SIZE);
    sent();
    screen.draw(List.of("a"), new Terminal.Size(40, 24));
    assertThat(sent()).isEqualTo("^[0m^[H^[2J^[1;1H^[Ka");
  }

  @Test
  void whatSomebodyTypedIntoIt_isGoneAfterAWhile() {
    screen.draw(List.of("a"), SIZE);
    sent();
    for (int i = 0; i < 30; i++) {
      screen.draw(List.of("a"), SIZE);
    }
    assertThat(sent()).isEqualTo("^[1;1H^[Ka");
  }

  @Test
  void end_givesTheTerminalBack_once_andNothingIsDrawnAfterIt() {
    screen.draw(List.of("a"), SIZE);
    sent();
    screen.close();
    assertThat(sent()).isEqualTo("^[0m^[?7h^[?25h^[?1049l");
    screen.close();
    screen.draw(List.of("b"), SIZE);
    assertThat(sent()).isEmpty();
  }

  @Test
  void endWithoutAPicture_sendsNothing() {
    screen.close();
    assertThat(sent()).isEmpty();
  }
}
