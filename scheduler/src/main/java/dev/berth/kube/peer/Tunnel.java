package dev.berth.kube.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.kube.KubeClient;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import java.io.IOException;
import java.net.Socket;
import java.util.function.Consumer;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a {@link PortForward}: a socket here, a web socket to the API server.
 *
 * <p>Each message begins with the number of a channel: 0 for the data of the first port, 1 for its
 * errors. The first message of each channel is the port's number, in two bytes. Mirrors {@code
 * portforward/websocket.go} of the kubelet, protocol {@code v4.channel.k8s.io}, Kubernetes 1.36.3.
 *
 * <p>Threading: the web socket's thread writes to the socket, a virtual thread reads from it.
 */
final class Tunnel extends WebSocketListener {
  private static final String PROTOCOL = "v4.channel.k8s.io";
  private static final byte DATA = 0;
  private static final byte ERRORS = 1;
  private static final int NORMAL_CLOSURE = 1000;
  private static final int BUFFER_BYTES = 8 << 10;

  private final Socket socket;
  private final Consumer<String> broken;
  private boolean dataBegan; // the web socket's thread only
  private boolean errorsBegan; // the web socket's thread only

  private Tunnel(Socket socket, Consumer<String> broken) {
    this.socket = socket;
    this.broken = broken;
  }

  static void start(
      Socket socket, KubeClient client, KubeRequest request, Consumer<String> broken) {
    client.webSocket(request, PROTOCOL, new Tunnel(socket, broken));
  }

  @Override
  public void onOpen(WebSocket webSocket, Response response) {
    Thread.ofVirtual().name("port-forward-out").start(() -> send(webSocket));
  }

  private void send(WebSocket webSocket) {
    byte[] buffer = new byte[1 + BUFFER_BYTES];
    buffer[0] = DATA;
    try {
      for (int read = read(buffer); read >= 0; read = read(buffer)) {
        webSocket.send(ByteString.of(buffer, 0, 1 + read));
      }
    } catch (IOException closed) {
      // The other direction has closed the socket, or our client has hung up.
    }
    webSocket.close(NORMAL_CLOSURE, null);
  }

  private int read(byte[] buffer) throws IOException {
    return socket.getInputStream().read(buffer, 1, BUFFER_BYTES);
  }

  @Override
  public void onMessage(WebSocket webSocket, ByteString bytes) {
    if (bytes.size() == 0) {
      return;
    }
    ByteString content = bytes.substring(1);
    switch (bytes.getByte(0)) {
      case DATA -> {
        if (dataBegan) {
          receive(content);
        }
        dataBegan = true;
      }
      case ERRORS -> {
        if (errorsBegan) {
          broken.accept(content.string(UTF_8).strip());
          hangUp();
        }
        errorsBegan = true;
      }
      default -> {}
    }
  }

  private void receive(ByteString content) {
    try {
      content.write(socket.getOutputStream());
    } catch (IOException closed) {
      hangUp(); // our client has what it wanted
    }
  }

  @Override
  public void onClosing(WebSocket webSocket, int code, String reason) {
    if (code != NORMAL_CLOSURE) {
      broken.accept("the port-forward was closed: " + code + " " + reason);
    }
    webSocket.close(NORMAL_CLOSURE, null);
    hangUp();
  }

  @Override
  public void onFailure(WebSocket webSocket, Throwable t, @Nullable Response response) {
    broken.accept(response == null ? t.toString() : refusal(response));
    hangUp();
  }

  private static String refusal(Response response) {
    try {
      KubeReply reply = new KubeReply(response.code(), response.body().bytes());
      return "HTTP " + reply.code() + ": " + reply.message();
    } catch (IOException | IllegalStateException unreadable) {
      return "HTTP " + response.code() + " " + response.message();
    }
  }

  private void hangUp() {
    try {
      socket.close();
    } catch (IOException e) {
      broken.accept(e.toString());
    }
  }
}
