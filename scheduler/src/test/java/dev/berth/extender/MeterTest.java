package dev.berth.extender;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.sun.management.ThreadMXBean;
import dev.berth.http.RequestMemory;
import dev.berth.kube.decode.KubeJson;
import dev.berth.kube.decode.PodDecoder;
import dev.berth.kube.decode.UnknownFieldListener;
import dev.berth.model.Interner;
import dev.berth.model.PodInfo;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of requests is paid for, and about what it takes. */
final class MeterTest {
  private static final int MANY = 10_000;

  /** Most of what is allocated is never there at the same time. */
  private static final int MOST_GARBAGE = 4;

  private final PodDecoder decoder = new PodDecoder(new Interner(), UnknownFieldListener.NONE);

  /** Room for so much, and what of it was taken. */
  private static final class Room implements RequestMemory {
    private final long most;
    private long taken;

    Room(long most) {
      this.most = most;
    }

    @Override
    public Taken take(long bytes) {
      taken += bytes;
      return taken > most ? Taken.NEVER : Taken.YES;
    }

    @Override
    public void giveBack(long bytes) {
      taken -= bytes;
    }

    @Override
    public long mostBytes() {
      return most;
    }
  }

  private static String many(String beginning, String piece, String end) {
    StringBuilder json = new StringBuilder(beginning);
    for (int i = 0; i < MANY; i++) {
      json.append(i == 0 ? "" : ",").append(piece.replace("#", "" + i));
    }
    return json.append(end).toString().replace('\'', '"');
  }

  private PodInfo decode(String pod, Meter meter) throws Exception {
    try (JsonParser json =
        meter.counting(KubeJson.newFactory().createParser(pod.getBytes(UTF_8)))) {
      json.nextToken();
      return meter.object("Pod", decoder::decode, json);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'spec':{'containers':[|{}|]}",
        "'spec':{'containers':[|{'name':'#'}|]}",
        "'spec':{'containers':[|{'image':'#'}|]}",
        "'spec':{'containers':[|{'ports':[{'hostPort':#}]}|]}",
        "'spec':{'containers':[|{'resources':{'requests':{'cpu':1}}}|]}",
        "'spec':{'initContainers':[|{'restartPolicy':'Always'}|]}",
        "'spec':{'containers':[{'resources':{'requests':{|'#':1|}}}]}",
        "'spec':{'tolerations':[|{}|]}",
        "'spec':{'tolerations':[|{'key':'#'}|]}",
        "'metadata':{'name':'p','labels':{|'#':''|}}",
        "'metadata':{'name':'p','annotations':{|'#':''|}}",
        "'metadata':{'name':'p','ownerReferences':[|{}|]}",
        "'spec':{'nodeSelector':{|'#':''|}}",
        "'spec':{'schedulingGates':[|{}|]}",
        "'spec':{'volumes':[|{}|]}",
        "'spec':{'volumes':[|{'persistentVolumeClaim':{'claimName':'#'}}|]}",
        "'spec':{'resourceClaims':[|{}|]}",
        "'spec':{'topologySpreadConstraints':[|{}|]}",
        "'spec':{'topologySpreadConstraints':[|{'labelSelector':{}}|]}",
        "'spec':{'affinity':{'podAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':[|{}|]}}}",
        "'spec':{'affinity':{'podAntiAffinity':{'preferredDuringSchedulingIgnoredDuringExecution':[|{'podAffinityTerm':{}}|]}}}",
        "'spec':{'affinity':{'nodeAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':{'nodeSelectorTerms':[|{}|]}}}}",
        "'spec':{'affinity':{'nodeAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':{'nodeSelectorTerms':[|{'matchExpressions':[{'key':'#','operator':'Exists'}]}|]}}}}",
        "'spec':{'x':{|'#':0|}}",
        "|'#':{'#a':0}|",
      })
  void whatADecoderAllocates_isAboutWhatIsPaid(String form) throws Exception {
    String[] parts = form.split("\\|", -1);
    String pod =
        many(
            (form.contains("'metadata'") ? "{" : "{'metadata':{'name':'p'},") + parts[0],
            parts[1],
            parts[2] + "}");
    decode(pod, new Meter(RequestMemory.UNLIMITED, 0));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Meter meter = new Meter(RequestMemory.UNLIMITED, 0);
    long before = threads.getCurrentThreadAllocatedBytes();
    decode(pod, meter);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).as("allocated").isLessThan(MOST_GARBAGE * meter.spent());
  }

  @Test
  void whatFindsNoRoom_isRefused_andSaysHowMuchThereIs() {
    String pod = many("{'metadata':{'name':'p'},'spec':{'tolerations':[", "{}", "]}}");

    assertThatThrownBy(() -> decode(pod, new Meter(new Room(1 << 20), 300 << 10)))
        .isInstanceOf(RefusedRequest.class)
        .hasMessageContaining("more than 1024 KiB of memory: 300 for its body")
        .hasMessageContaining("Pod being the last. Maybe");
  }

  @Test
  void anObjectOfTooManyParts_isRefused_howeverMuchRoomThereIs() {
    String pod =
        many(
            "{'metadata':{'name':'p'},'spec':{'tolerations':[",
            "{},{},{},{},{},{},{},{},{},{},{}",
            "]}}");

    assertThatThrownBy(() -> decode(pod, new Meter(RequestMemory.UNLIMITED, 0)))
        .isInstanceOf(RefusedRequest.class)
        .hasMessageContaining("Pod has more than 200000 names");
  }

  @Test
  void whatIsPassedOver_costsItsNamesOnce() throws Exception {
    Room room = new Room(1 << 20);
    String same =
        many(
            "{'metadata':{'name':'p'},'spec':{'containers':[{'env':[",
            "{'name':'#','value':'x'}",
            "]}]}}");
    decode(same, new Meter(room, 0));
    assertThat(room.taken).as("a list of the same fields").isLessThan(70 << 10);

    String others = many("{'metadata':{'name':'p'},'x':{", "'#':0", "}}");
    assertThatThrownBy(() -> decode(others, new Meter(room, 0)))
        .as("a map of ever new ones")
        .isInstanceOf(RefusedRequest.class);
  }

  @Test
  void whatIsGarbage_isGivenBack() throws Exception {
    Room room = new Room(10 << 20);
    Meter meter = new Meter(room, 0);
    meter.take(1 << 20);
    long before = meter.spent();
    meter.take(5 << 20);
    meter.backTo(before);

    assertThat(meter.spent()).isEqualTo(before);
    assertThat(room.taken).isBetween(1L << 20, (1L << 20) + (128 << 10));
  }
}
