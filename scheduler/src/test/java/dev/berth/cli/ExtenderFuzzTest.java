package dev.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.FirstSeed;
import dev.berth.cli.GarbledRequests.Sample;
import dev.berth.cli.GarbledRequests.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Wrong requests by the thousand: valid ones with changed bytes, changed structure, other heads,
 * other paths, or garbage before and after.
 *
 * <p>Whatever comes, the facade answers or hangs up, says no 500, names no node that was not
 * offered, and answers the next right request rightly. {@code -Dberth.fuzz.seed=N} is another run,
 * {@code -Dberth.fuzz.rounds=N} makes it longer.
 */
final class ExtenderFuzzTest {
  private static final int ROUNDS = Integer.getInteger("berth.fuzz.rounds", 1500);
  private static final long SEED = FirstSeed.unlessReplayed("berth.fuzz.seed");
  private static final int CHECK_EVERY = 10;
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

  /** What may be said to somebody who sends garbage; 500 and 504 would be faults of ours. */
  private static final Set<String> STATUSES =
      Set.of(
          "200", "400", "404", "405", "408", "411", "413", "414", "415", "417", "426", "431", "501",
          "503", "505");

  private final GarbledRequests requests = new GarbledRequests(new SplittableRandom(SEED));

  /** A right request, and what is said to it. */
  private record Known(Sample sample, JsonNode wanted) {}

  @Test
  void garbage_isAnsweredOrHungUpOn_andDoesNoHarm() throws Exception {
    try (FacadeBed bed = FacadeBed.plain();
        FacadeClient client = bed.client()) {
      for (int i = 0; i < 12; i++) {
        bed.node("node-" + i, 500 * (i + 1));
      }
      bed.pod(FacadeBed.podJson("there", "there", 400, "node-3"));
      List<Known> known = new ArrayList<>();
      for (Sample sample : GarbledRequests.samples()) {
        known.add(new Known(sample, client.ask(sample.verb(), sample.body())));
      }
      for (int round = 0; round < ROUNDS; round++) {
        Wire wire = requests.mutated(requests.pick(known).sample());
        String what = "seed %d, round %d: %s".formatted(SEED, round, wire);
        judge(what, wire, exchange(bed, wire.bytes()));
        if (round % CHECK_EVERY == 0) {
          // bind knows the first
          for (Known right : List.of(known.getFirst(), requests.pick(known))) {
            assertThat(client.ask(right.sample().verb(), right.sample().body()))
                .as(what)
                .isEqualTo(right.wanted());
          }
        }
      }
      assertThat(bed.nodeOf("asked")).as("nothing is bound, so nothing counts").isEmpty();
    }
  }

  // ---- the answer ------------------------------------------------------------------------------

  /** Sends all of it and says that no more comes; then reads to the end. */
  private static String exchange(FacadeBed bed, byte[] request) throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (Socket socket = bed.connect()) {
      try {
        socket.getOutputStream().write(request);
        socket.shutdownOutput();
      } catch (SocketException hungUp) {
        // it has heard enough; what it said can still be read
      }
      try {
        socket.getInputStream().transferTo(said);
      } catch (SocketException reset) {
        // it hung up while something was on the way
      }
    }
    return said.toString(UTF_8);
  }

  private static void judge(String what, Wire wire, String said) throws IOException {
    Matcher statuses = STATUS_LINE.matcher(said);
    while (statuses.find()) {
      assertThat(statuses.group(1)).as("%s%nanswer: %s", what, said).isIn(STATUSES);
    }
    byte[] offered = wire.offered();
    int body = said.indexOf("\r\n\r\n");
    if (offered != null && said.startsWith("HTTP/1.1 200 ") && body >= 0) {
      Set<String> named = new HashSet<>();
      collectNodes(FacadeClient.json(said.substring(body + 4)), named);
      if (!named.isEmpty()) {
        Set<String> texts = new HashSet<>();
        collectTexts(FacadeClient.json(utf8(offered)), texts);
        assertThat(texts).as(what).containsAll(named);
      }
    }
  }

  private static String utf8(byte[] bytes) throws CharacterCodingException {
    return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  /** The nodes that an answer of any verb names. */
  private static void collectNodes(JsonNode answer, Set<String> nodes) {
    if (answer.isArray()) {
      nodes.addAll(answer.findValuesAsText("Host"));
      return;
    }
    answer.path("NodeNames").forEach(name -> nodes.add(name.asText()));
    answer.at("/Nodes/items").forEach(node -> nodes.add(node.at("/metadata/name").asText()));
    for (String map :
        List.of("FailedNodes", "FailedAndUnresolvableNodes", "NodeNameToMetaVictims")) {
      answer.path(map).fieldNames().forEachRemaining(nodes::add);
    }
  }

  private static void collectTexts(JsonNode json, Set<String> texts) {
    if (json.isTextual() || json.isNull()) {
      texts.add(json.isNull() ? "" : json.textValue()); // as Go reads it
    }
    json.properties()
        .forEach(
            field -> {
              texts.add(field.getKey());
              collectTexts(field.getValue(), texts);
            });
    if (json.isArray()) {
      json.forEach(each -> collectTexts(each, texts));
    }
  }
}
