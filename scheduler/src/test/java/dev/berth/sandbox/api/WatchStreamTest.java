package dev.berth.sandbox.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.http.ReplyStream;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.registry.Registry;
import dev.berth.sandbox.store.ObjectStore;
import dev.berth.sandbox.table.IncludeObject;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a watch says when it gets to saying it only after its time. */
final class WatchStreamTest {
  private final ObjectStore store = new ObjectStore(10);
  private final Registry registry =
      new Registry(store, InstantSource.system(), new SplittableRandom(1));

  /** What the caller gets to see. */
  private static final class Caller implements ReplyStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void open() {}

    @Override
    public void write(byte[] more, int length) {
      bytes.write(more, 0, length);
    }

    @Override
    public void cut() {}
  }

  private String watchedForNoTime(boolean bookmarks) throws Exception {
    WatchRequest request =
        new WatchRequest(
            Kinds.POD,
            new Selection("", LabelSelector.parse(""), FieldSelector.parse(Kinds.POD, "")),
            Form.OBJECT,
            new WatchRequest.Beginning.Now(),
            bookmarks,
            Duration.ZERO);
    Caller caller = new Caller();
    new WatchStream(
            registry, request, IncludeObject.NONE, InstantSource.system(), Duration.ofMinutes(1))
        .writeTo(caller);
    return caller.bytes.toString(UTF_8);
  }

  @Test
  void watchWhoseTimeWasOverBeforeItBegan_saysWhereItIsAllTheSame() throws Exception {
    String seen = watchedForNoTime(true);
    ObjectNode only = Json.object(seen.getBytes(UTF_8));

    assertThat(seen.lines()).hasSize(1);
    assertThat(only.path("type").asText()).isEqualTo("BOOKMARK");
    assertThat(only.at("/object/metadata/resourceVersion").asLong()).isEqualTo(store.version());
    assertThat(watchedForNoTime(false)).as("to who does not want bookmarks").isEmpty();
  }
}
