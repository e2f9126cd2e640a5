package dev.berth.kube;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

final class ReadAheadSocketsTest {
  @Test
  void what_was_read_ahead_is_there_for_whoever_asks_for_the_stream_again() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket =
            new ReadAheadSockets().createSocket(server.getInetAddress(), server.getLocalPort());
        Socket peer = server.accept()) {
      peer.getOutputStream().write("head and body".getBytes(UTF_8));
      peer.shutdownOutput();

      byte[] head = socket.getInputStream().readNBytes(4);
      byte[] rest = socket.getInputStream().readAllBytes();

      assertThat(new String(head, UTF_8)).isEqualTo("head");
      assertThat(new String(rest, UTF_8)).isEqualTo(" and body");
    }
  }
}
