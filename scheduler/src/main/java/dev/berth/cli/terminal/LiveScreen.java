package dev.berth.cli.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;

/**
 * A picture that is drawn again and again at the same place of a terminal.
 *
 * <p>Uses the terminal's second screen, so that what was there before comes back at the end, with
 * the cursor hidden and without wrapping, by the control sequences that xterm and its kin share
 * ({@code https://invisible-island.net/xterm/ctlseqs/ctlseqs.html}). Only lines that have changed
 * are sent, and all of them now and then: somebody may have typed into the picture.
 *
 * <p>Threading: any thread; {@code this} guards the fields.
 */
public final class LiveScreen implements AutoCloseable {
  private static final String BEGIN = "\u001b[?1049h\u001b[?25l\u001b[?7l";
  private static final String END = "\u001b[0m\u001b[?7h\u001b[?25h\u001b[?1049l";
  private static final String CLEAR = "\u001b[0m\u001b[H\u001b[2J";

  /** Sent before the text: behind a line that is full it would take away the last character. */
  private static final String CLEAR_LINE = "\u001b[K";

  private static final int WHOLE_EVERY = 25;

  private final OutputStream out;
  private final Charset charset;
  private List<String> shown = List.of();
  private Terminal.Size shownSize = new Terminal.Size(0, 0);
  private int drawn;
  private boolean open;
  private boolean closed;

  /** Nothing is drawn yet. */
  public LiveScreen(OutputStream out, Charset charset) {
    this.out = out;
    this.charset = charset;
  }

  /** Shows these lines, which fit that size; nothing after {@link #close}. */
  public synchronized void draw(List<String> lines, Terminal.Size size) {
    if (closed) {
      return;
    }
    StringBuilder text = new StringBuilder();
    if (!open) {
      text.append(BEGIN);
      open = true;
    }
    boolean whole = !size.equals(shownSize) || drawn % WHOLE_EVERY == 0;
    if (!size.equals(shownSize)) {
      text.append(CLEAR);
    }
    int rows = Math.max(lines.size(), shown.size());
    for (int row = 0; row < rows; row++) {
      String line = row < lines.size() ? lines.get(row) : "";
      String before = row < shown.size() ? shown.get(row) : "";
      if (whole || !line.equals(before)) {
        text.append("\u001b[").append(row + 1).append(";1H").append(CLEAR_LINE).append(line);
      }
    }
    shown = List.copyOf(lines);
    shownSize = size;
    drawn++;
    send(text.toString());
  }

  /** Brings back what was there before. */
  @Override
  public synchronized void close() {
    if (open && !closed) {
      send(END);
    }
    closed = true;
  }

  private void send(String text) {
    try {
      out.write(text.getBytes(charset));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
