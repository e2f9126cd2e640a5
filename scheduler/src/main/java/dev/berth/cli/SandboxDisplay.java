package dev.berth.cli;

import dev.berth.cli.terminal.LiveScreen;
import dev.berth.cli.terminal.Terminal;
import dev.berth.sandbox.view.Frame;
import dev.berth.sandbox.view.Look;
import dev.berth.sandbox.view.Situation;
import dev.berth.sandbox.view.Story;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Shows a person how it goes. Threading: one thread, except {@link #close}. */
interface SandboxDisplay extends AutoCloseable {

  /** As it is now. */
  void show(Situation now);

  /** Gives the terminal back. */
  @Override
  void close();

  /** In place when standard output is a terminal that can, otherwise line by line. */
  static SandboxDisplay on(PrintWriter out, Map<String, String> environment) {
    Terminal terminal = Terminal.ofOutput(environment);
    return terminal == null ? new Printed(out) : new Drawn(terminal, System.out);
  }

  /** Line after line. */
  final class Printed implements SandboxDisplay {
    private static final long TELL_EVERY_NANOS = 500_000_000;

    private final PrintWriter out;
    private Situation before = Situation.NOTHING;
    private boolean invited;
    private long toldNanos = System.nanoTime() - TELL_EVERY_NANOS;

    Printed(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void show(Situation now) {
      if (!invited && now.invitation().isComplete()) {
        invited = true;
        Story.beginning(now).forEach(out::println);
      }
      if (invited && System.nanoTime() - toldNanos >= TELL_EVERY_NANOS) {
        toldNanos = System.nanoTime();
        Story.between(before, now).forEach(out::println);
        before = now;
        out.flush();
      }
    }

    @Override
    public void close() {
      out.flush();
    }
  }

  /** In place. */
  final class Drawn implements SandboxDisplay {
    private static final long LOOK_EVERY_NANOS = 500_000_000;

    private final Terminal terminal;
    private final Look look;
    private final LiveScreen screen;
    private long lookedNanos = System.nanoTime();

    Drawn(Terminal terminal, PrintStream out) {
      this.terminal = terminal;
      boolean blocks = out.charset().equals(StandardCharsets.UTF_8);
      this.look = new Look(blocks ? Look.Glyphs.BLOCKS : Look.Glyphs.ASCII, terminal.likesColor());
      this.screen = new LiveScreen(out, out.charset());
    }

    @Override
    public void show(Situation now) {
      if (System.nanoTime() - lookedNanos > LOOK_EVERY_NANOS) {
        terminal.look();
        lookedNanos = System.nanoTime();
      }
      Terminal.Size size = terminal.size();
      screen.draw(Frame.of(now, size.columns(), size.rows(), look), size);
    }

    @Override
    public void close() {
      screen.close();
    }
  }
}
