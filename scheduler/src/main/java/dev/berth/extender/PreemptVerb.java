package dev.berth.extender;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.berth.http.IncomingRequest;
import dev.berth.http.Reply;
import dev.berth.kube.decode.PodDecoder;
import dev.berth.kube.decode.UndecodableObject;
import dev.berth.model.PodInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code preempt}: on which of the nodes the pod would fit, once the proposed victims are gone.
 *
 * <p>Nodes on which it still would not fit are left out; victims are never added or spared. Where
 * no node at all is known, there is nothing to object to.
 *
 * <p>Threading: any thread; waits for the loop.
 */
final class PreemptVerb implements Verb {
  private static final String TYPE = "ExtenderPreemptionArgs";

  /** Of each victim, in lists and the answer, whatever the length of its uid. */
  private static final int VICTIM_BYTES = 200;

  private final PodDecoder pods;
  private final Stages stages;

  PreemptVerb(PodDecoder pods, Stages stages) {
    this.pods = pods;
    this.stages = stages;
  }

  private record Victims(List<String> uids, long pdbViolations) {}

  private record Args(PodInfo pod, Map<String, Victims> victims) {
    Map<String, List<String>> uids() {
      Map<String, List<String>> uids = new HashMap<>();
      victims.forEach((node, itsVictims) -> uids.put(node, itsVictims.uids()));
      return uids;
    }
  }

  @Override
  public Reply answer(IncomingRequest request, ProfileChoice profiles, Meter meter)
      throws MalformedRequest, RefusedRequest, Stages.BusyException, InterruptedException {
    Args args = new Reading(meter).read(request.body());
    String profile = profiles.of(args.pod().schedulerName());
    Set<String> fit =
        stages.ask(
            loop ->
                loop.knowsNodes()
                    ? loop.fitWithout(profile, args.pod(), args.uids())
                    : args.victims().keySet());
    return Replies.ok(write(args.victims(), fit, meter));
  }

  /** Mirrors {@code ExtenderPreemptionResult}: victims by uid, whatever form they came in. */
  private static byte[] write(Map<String, Victims> victims, Set<String> fit, Meter meter)
      throws RefusedRequest {
    return Json.bytes(
        meter,
        json -> {
          json.writeStartObject();
          json.writeObjectFieldStart("NodeNameToMetaVictims");
          for (Map.Entry<String, Victims> node : victims.entrySet()) {
            if (fit.contains(node.getKey())) {
              json.writeObjectFieldStart(node.getKey());
              json.writeArrayFieldStart("Pods");
              for (String uid : node.getValue().uids()) {
                json.writeStartObject();
                json.writeStringField("UID", uid);
                json.writeEndObject();
              }
              json.writeEndArray();
              json.writeNumberField("NumPDBViolations", node.getValue().pdbViolations());
              json.writeEndObject();
            }
          }
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  @Override
  public Reply failure(String text) {
    return Replies.badRequest(text);
  }

  /** One request as it is read. */
  private final class Reading {
    private @Nullable PodInfo pod;
    private @Nullable Map<String, Victims> whole;
    private @Nullable Map<String, Victims> meta;

    private final Meter meter;

    Reading(Meter meter) {
      this.meter = meter;
    }

    private Args read(byte[] body) throws MalformedRequest, RefusedRequest {
      new RequestReader(TYPE, meter)
          .read(
              body,
              Map.of(
                  "pod",
                  json -> pod = json.hasToken(JsonToken.VALUE_NULL) ? null : pod(json, "Pod"),
                  "nodenametovictims",
                  json -> whole = victims(json, "NodeNameToVictims", this::uidOfPod),
                  "nodenametometavictims",
                  json -> meta = victims(json, "NodeNameToMetaVictims", Reading::uid)));
      PodInfo asked = pod;
      if (asked == null) {
        throw new MalformedRequest(TYPE + " has no Pod");
      }
      Map<String, Victims> victims = meta != null ? meta : whole;
      return new Args(asked, victims == null ? Map.of() : victims);
    }

    private PodInfo pod(JsonParser json, String what)
        throws IOException, UndecodableObject, MalformedRequest {
      RequestReader.expect(json, JsonToken.START_OBJECT, what, "an object");
      return meter.object(what, pods::decode, json);
    }

    private String uidOfPod(JsonParser json)
        throws IOException, UndecodableObject, MalformedRequest {
      long before = meter.spent();
      String uid = pod(json, "Pods[]").uid();
      meter.backTo(before);
      meter.take(VICTIM_BYTES + 3L * uid.length());
      return uid;
    }

    private static String uid(JsonParser json)
        throws IOException, UndecodableObject, MalformedRequest {
      List<String> uid = new ArrayList<>(1);
      RequestReader.object(
          json, "Pods[]", Map.of("uid", value -> uid.add(RequestReader.text(value, "Pods[].UID"))));
      return uid.isEmpty() ? "" : uid.getLast();
    }

    private static @Nullable Map<String, Victims> victims(
        JsonParser json, String what, RequestReader.Entry<String> victim)
        throws IOException, UndecodableObject, MalformedRequest {
      return RequestReader.map(
          json,
          what,
          node -> {
            List<String> uids = new ArrayList<>();
            List<Long> violations = new ArrayList<>();
            RequestReader.object(
                node,
                what,
                Map.of(
                    "pods",
                    list -> RequestReader.list(list, "Pods", each -> uids.add(victim.read(each))),
                    "numpdbviolations",
                    number -> violations.add(RequestReader.number(number, "NumPDBViolations"))));
            return new Victims(uids, violations.isEmpty() ? 0 : violations.getLast());
          });
    }
  }
}
