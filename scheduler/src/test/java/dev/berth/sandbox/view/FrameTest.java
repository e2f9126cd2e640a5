package dev.berth.sandbox.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.sandbox.view.Situation.Counts;
import dev.berth.sandbox.view.Situation.Decision;
import dev.berth.sandbox.view.Situation.Invitation;
import dev.berth.sandbox.view.Situation.Outcome;
import dev.berth.sandbox.view.Situation.Pace;
import dev.berth.sandbox.view.Situation.Reason;
import dev.berth.sandbox.view.Situation.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FrameTest {
  private static final Look PLAIN = new Look(Look.Glyphs.BLOCKS, false);
  private static final Look COLORED = new Look(Look.Glyphs.BLOCKS, true);
  private static final Look ASCII = new Look(Look.Glyphs.ASCII, false);

  record Case(String name, Situation situation) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> situations() {
    String endless = "x".repeat(300);
    return Stream.of(
        new Case("nothing at all", Situation.NOTHING),
        new Case("the usual", Situations.usual()),
        new Case(
            "names without an end",
            Situations.of(
                Situations.nodes(8, endless),
                Situations.decisions(5, endless),
                List.of(new Waiting(endless, Reason.UNSCHEDULABLE, endless)))),
        new Case(
            "wide characters, marks and emoji",
            Situations.of(
                Situations.nodes(9, "節点"),
                Situations.decisions(9, "e\u0301🚢船-"),
                List.of(new Waiting("荷物", Reason.GATED, "許可が必要 ".repeat(20))))),
        new Case(
            "thousands of nodes, hundreds that wait",
            Situations.of(
                Situations.nodes(5000, "n"), Situations.decisions(50, "p"), manyWaiting())),
        new Case("one node", Situations.of(Situations.nodes(1, "n"), List.of(), List.of())));
  }

  private static List<Waiting> manyWaiting() {
    List<Waiting> waiting = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      waiting.add(new Waiting("p" + i, Reason.UNSCHEDULABLE, "5000 Insufficient cpu"));
    }
    return waiting;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("situations")
  void frame_ofAnySize_staysWithinIt(Case given) {
    for (int columns : new int[] {1, 2, 7, 20, 40, 79, 80, 81, 120, 149, 150, 200, 317}) {
      for (int rows : new int[] {1, 2, 5, 9, 12, 24, 25, 50, 90}) {
        for (Look look : List.of(PLAIN, ASCII)) {
          List<String> frame = Frame.of(given.situation(), columns, rows, look);
          assertThat(frame).as("%d x %d", columns, rows).hasSizeBetween(1, rows);
          assertThat(frame)
              .as("%d x %d", columns, rows)
              .allSatisfy(line -> assertThat(TextWidth.of(line)).isLessThanOrEqualTo(columns));
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("situations")
  void colors_changeNothingElse(Case given) {
    for (int columns : new int[] {40, 80, 200}) {
      List<String> want = Frame.of(given.situation(), columns, 24, PLAIN);
      List<String> colored = Frame.of(given.situation(), columns, 24, COLORED);
      assertThat(colored.stream().map(FrameTest::withoutColors)).containsExactlyElementsOf(want);
    }
  }

  private static String withoutColors(String line) {
    return line.replaceAll("\u001b\\[[0-9]+m", "").stripTrailing();
  }

  @Test
  void frame_withoutColor_hasNoEscape() {
    assertThat(String.join("", Frame.of(Situations.usual(), 80, 24, PLAIN)))
        .doesNotContain("\u001b");
  }

  @Test
  void frame_inAscii_hasNothingElse() {
    assertThat(String.join("", Frame.of(Situations.usual(), 200, 50, ASCII)))
        .matches("[\\x20-\\x7e]*");
  }

  @Test
  void frameOf80By24_showsEverything() {
    List<String> frame = Frame.of(Situations.usual(), 80, 24, PLAIN);
    assertThat(frame).hasSize(24);
    assertThat(frame.get(0))
        .startsWith("berth sandbox · 8 nodes · 48 pods (12 to come) · 01:07")
        .endsWith("Ctrl-C ends it");
    assertThat(frame.get(1)).startsWith("bound 44   pending 1   unschedulable 2   gated 1");
    assertThat(frame)
        .anyMatch(line -> line.matches("small-4 █+░+ +30% +40% +4 +small-8 █+░+ +70% +10% +8"))
        .anyMatch(line -> line.matches(" +2.9 s +cart-29 → small-29 +316 +6 of 8 fit +12.2 ms"))
        .anyMatch(line -> line.contains("cart-30 fits nowhere: 8 Insufficient cpu"))
        .anyMatch(line -> line.startsWith("too-big") && line.contains("7 Insufficient cpu"))
        .anyMatch(line -> line.startsWith("report") && line.contains("gated by example.com/ap"));
  }

  @Test
  void invitation_isWhole_whereverThereIsRoomForIt() {
    Invitation want = Situations.INVITATION;
    for (int columns : new int[] {4, 20, 40, 80, 200}) {
      String frame = String.join("\n", Frame.of(Situations.usual(), columns, 100, PLAIN));
      String asAShellReadsIt = frame.replace("\\\n", "");
      assertThat(asAShellReadsIt.lines()).as("%d columns", columns).containsAll(want.lines());
    }
  }

  @Test
  void invitation_hasTheFirstClaimOnLines() {
    assertThat(Frame.of(Situations.usual(), 80, 8, PLAIN))
        .containsAll(Situations.INVITATION.lines());
  }

  @Test
  void text_cannotMoveTheCursor() {
    Situation hostile =
        Situations.of(
            Situations.nodes(3, "\u001b[2J"),
            Situations.decisions(3, "\r\n\u009b31m"),
            List.of(new Waiting("\u0007", Reason.PENDING, "\u001b]0;title\u0007\ud800")));
    assertThat(String.join("", Frame.of(hostile, 120, 40, PLAIN)))
        .matches("[^\\x00-\\x1f\\x7f-\\x9f]*");
  }

  @Test
  void thousandsOfNodes_areABlockForSeveral() {
    Situation many =
        Situations.of(Situations.nodes(5000, "n"), Situations.decisions(3, "p"), List.of());
    assertThat(Frame.of(many, 80, 24, PLAIN))
        .anyMatch(line -> line.startsWith("NODES  5,000 nodes; cpu in use, 50% of all; "));
  }

  @Test
  void moreWaitingThanRows_areCounted() {
    Situation many =
        Situations.of(Situations.nodes(3, "n"), Situations.decisions(3, "p"), manyWaiting());
    List<String> frame = Frame.of(many, 80, 24, PLAIN);
    long shown = frame.stream().filter(line -> line.endsWith("5000 Insufficient cpu")).count();
    assertThat(frame).contains("and " + (700 - shown) + " more");
  }

  @Test
  void wideTerminal_hasNodesBesideTheRest() {
    assertThat(Frame.of(Situations.usual(), 200, 50, PLAIN))
        .anyMatch(line -> line.matches("small-1 .* 1/110 +too-big +7 Insufficient cpu.*"));
  }

  @Test
  void overCommittedNode_isRed() {
    assertThat(Bar.style(1.01)).isEqualTo(Style.BAD);
    assertThat(Bar.style(1)).isNotEqualTo(Style.BAD);
  }

  @Test
  void bar_showsSomethingAsSomething_andLessThanAllAsLess() {
    assertThat(Bar.of(0.001, 5, Look.Glyphs.ASCII).text(ASCII)).isEqualTo("#....");
    assertThat(Bar.of(0.999, 5, Look.Glyphs.ASCII).text(ASCII)).isEqualTo("####.");
    assertThat(Bar.of(0, 5, Look.Glyphs.ASCII).text(ASCII)).isEqualTo(".....");
    assertThat(Bar.of(1, 5, Look.Glyphs.ASCII).text(ASCII)).isEqualTo("#####");
    assertThat(Bar.of(7.5, 5, Look.Glyphs.ASCII).text(ASCII)).isEqualTo("#####");
  }

  @Test
  void barOfAllPods_hasEachState_howeverRare() {
    Line bar = Bar.of(new Counts(9, 1, 100_000, 1, 1), 20, Look.Glyphs.ASCII);
    assertThat(bar.text(ASCII)).isEqualTo("#################+xx");
    assertThat(Bar.of(new Counts(0, 0, 7, 0, 0), 20, Look.Glyphs.ASCII).text(ASCII))
        .isEqualTo("#".repeat(20));
    assertThat(Bar.of(new Counts(5, 0, 5, 0, 0), 20, Look.Glyphs.ASCII).text(ASCII))
        .isEqualTo("##########..........");
  }

  @Test
  void notice_isShown() {
    Situation usual = Situations.usual();
    Situation noticed =
        new Situation(
            Duration.ZERO,
            usual.counts(),
            Pace.NONE,
            List.of(),
            usual.nodes(),
            usual.waiting(),
            usual.invitation(),
            "node small-1 is over-committed");
    assertThat(Frame.of(noticed, 80, 24, PLAIN)).contains("node small-1 is over-committed");
  }

  @Test
  void podThatIsTriedAgainAndAgain_takesOneLine() {
    List<Decision> decisions = new ArrayList<>();
    for (int again = 9; again > 1; again--) {
      decisions.add(
          new Decision(
              again, Duration.ofSeconds(again), "too-big", new Outcome.Nowhere("no room"), 1));
    }
    decisions.addAll(Situations.decisions(1, "cart-"));
    String shown =
        String.join(
            "\n",
            Frame.of(Situations.of(Situations.nodes(2, "n"), decisions, List.of()), 80, 24, PLAIN));
    assertThat(shown).containsOnlyOnce("too-big fits nowhere").contains("cart-1");
  }
}
