package dev.berth.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Locale;

/**
 * A process of its own that holds as many connections to a port as it is told, or as its
 * descriptors permit, and opens another one for each that is closed, until its input ends.
 *
 * <p>Threading: one thread.
 */
final class Crowd {
  private static final int LOOK_MILLIS = 20;
  private static final int TELL_EVERY = 1000;

  /** What each of them does. */
  enum Habit {
    /** Nothing. */
    IDLE(""),

    /** Begins a request, and goes on with it, a byte at a time. */
    SLOW_HEAD("POST /filter HTTP/1.1\r\nHost: h\r\nLong: "),

    /** Begins a body, and goes on with it, a byte at a time. */
    SLOW_BODY("POST /filter HTTP/1.1\r\nHost: h\r\nContent-Length: 99999\r\n\r\n");

    private final String beginning;

    Habit(String beginning) {
      this.beginning = beginning;
    }
  }

  private final InetSocketAddress address;
  private final Habit habit;
  private final Selector selector = Selector.open();
  private final ByteBuffer ignored = ByteBuffer.allocate(4096);
  private long opened;
  private boolean full;

  private Crowd(int port, Habit habit) throws IOException {
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.habit = habit;
  }

  /**
   * {@code PORT COUNT HABIT}; prints {@code connected N} for each thousand that got a connection.
   */
  public static void main(String[] args) throws IOException {
    Habit habit = Habit.valueOf(args[2].toUpperCase(Locale.ROOT));
    new Crowd(Integer.parseInt(args[0]), habit).gather(Integer.parseInt(args[1]));
  }

  private void gather(int count) throws IOException {
    long said = 0;
    while (System.in.available() == 0) {
      while (selector.keys().size() < count && !full && open()) {
        // one more
      }
      selector.select(this::serve, LOOK_MILLIS);
      goOn();
      if (opened >= said + TELL_EVERY) {
        said = opened;
        System.out.println("connected " + opened);
      }
    }
  }

  private boolean open() {
    try {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.connect(address);
      channel.register(selector, SelectionKey.OP_CONNECT);
      return true;
    } catch (IOException noMoreDescriptors) {
      full = true;
      return false;
    }
  }

  private void serve(SelectionKey key) {
    SocketChannel channel = (SocketChannel) key.channel();
    try {
      if (key.isConnectable() && channel.finishConnect()) {
        opened++;
        channel.write(ByteBuffer.wrap(habit.beginning.getBytes(US_ASCII)));
        key.interestOps(SelectionKey.OP_READ);
      } else if (key.isReadable() && channel.read(ignored.clear()) < 0) {
        hangUp(channel);
      }
    } catch (IOException closed) {
      hangUp(channel);
    }
  }

  private void goOn() {
    if (habit != Habit.IDLE) {
      for (SelectionKey key : selector.keys()) {
        try {
          if (key.isValid() && key.interestOps() == SelectionKey.OP_READ) {
            ((SocketChannel) key.channel()).write(ByteBuffer.wrap(new byte[] {'x'}));
          }
        } catch (IOException closed) {
          hangUp((SocketChannel) key.channel());
        }
      }
    }
  }

  private void hangUp(SocketChannel channel) {
    full = false;
    try {
      channel.close();
    } catch (IOException alreadyClosed) {
      // that is what was wanted
    }
  }
}
