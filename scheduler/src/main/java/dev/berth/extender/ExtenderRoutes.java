package dev.berth.extender;

import dev.berth.cycle.Scheduler;
import dev.berth.framework.Binder;
import dev.berth.http.IncomingRequest;
import dev.berth.http.Reply;
import dev.berth.http.Routes;
import dev.berth.kube.decode.NodeDecoder;
import dev.berth.kube.decode.PodDecoder;
import dev.berth.kube.decode.UnknownFieldListener;
import dev.berth.model.Interner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The facade: the verbs of a scheduler extender, an index for people at its root, and an OpenAPI
 * document.
 *
 * <p>Mirrors what {@code pkg/scheduler/extender.go}, Kubernetes 1.36.3, calls. Threading: any
 * thread.
 */
public final class ExtenderRoutes {
  /** The loop answers one after the other, so more would only take room. */
  private static final int MOST_JUDGED_AT_ONCE = 32;

  /** Reading large ones takes a processor for a while, which others need too. */
  private static final int MOST_LARGE_AT_ONCE = 2;

  /** Larger than ten thousand names. */
  private static final int LARGE_BYTES = 1 << 20;

  /**
   * What is kept from one request to the next takes such a part of the heap at most: nodes one,
   * pods half of one.
   */
  private static final int KEPT_IN_HEAP = 5;

  private final ExtenderPaths paths;
  private final ProfileChoice profiles;
  private final String version;
  private final String scheme;
  private final NodeKnowledge knowledge;
  private final Map<String, Verb> verbs = new LinkedHashMap<>();

  /**
   * @param profiles the names of the scheduler's profiles, the first one for pods of others
   * @param knowledge whether nodes can be offered by name
   * @param patience how long requests wait
   * @param version of this program, for the index
   * @param scheme of the listener, http or https, for the index
   */
  public ExtenderRoutes(
      ExtenderPaths paths,
      Scheduler scheduler,
      List<String> profiles,
      Binder binder,
      NodeKnowledge knowledge,
      ExtenderPatience patience,
      String version,
      String scheme) {
    this.paths = paths;
    this.profiles = new ProfileChoice(profiles);
    this.version = version;
    this.scheme = scheme;
    this.knowledge = knowledge;
    Interner interner = new Interner();
    PodDecoder pods = new PodDecoder(interner, UnknownFieldListener.NONE);
    NodeDecoder nodes = new NodeDecoder(interner, UnknownFieldListener.NONE);
    OfferReader offers =
        new OfferReader(
            pods,
            nodes,
            knowledge,
            new KnownNodes(nodes, atMost(KnownNodes.STANDARD_BYTES, KEPT_IN_HEAP)));
    Stages stages = new Stages(scheduler, patience.turn());
    SeenPods seen = new SeenPods(atMost(SeenPods.STANDARD_BYTES, 2 * KEPT_IN_HEAP));
    FewAtOnce few = new FewAtOnce(MOST_JUDGED_AT_ONCE, 0, patience.turn());
    FewAtOnce fewLarge = new FewAtOnce(MOST_LARGE_AT_ONCE, LARGE_BYTES, patience.turn());
    UnaryOperator<Verb> judged = verb -> fewLarge.limit(few.limit(verb));
    verbs.put(
        paths.filter(),
        judged.apply(new FilterVerb(offers, new SecondLook(stages, patience.news()), seen)));
    verbs.put(paths.prioritize(), judged.apply(new PrioritizeVerb(offers, stages)));
    verbs.put(paths.bind(), new BindVerb(stages, seen, binder));
    verbs.put(paths.preempt(), judged.apply(new PreemptVerb(pods, stages)));
  }

  private static long atMost(long bytes, int partOfHeap) {
    return Math.min(bytes, Runtime.getRuntime().maxMemory() / partOfHeap);
  }

  /** Adds the routes. */
  public void mount(Routes.Builder routes) {
    verbs.forEach(
        (path, verb) -> {
          routes.exact(
              "POST", paths.prefix() + "/" + path, request -> call(verb, request, profiles));
          for (String profile : profiles.profiles()) {
            ProfileChoice only = profiles.only(profile);
            routes.exact(
                "POST",
                paths.prefix() + "/" + profile + "/" + path,
                request -> call(verb, request, only));
          }
        });
    Reply index =
        Reply.text(200, Index.text(version, scheme, paths, profiles.profiles(), knowledge));
    routes.exact("GET", paths.prefix() + "/", _ -> index);
    if (!paths.prefix().isEmpty()) {
      routes.exact("GET", paths.prefix(), _ -> index);
      routes.exact("GET", "/", _ -> index);
    }
    Reply openApi = Reply.json(200, OpenApi.document(version, paths, profiles.profiles()));
    routes.exact("GET", paths.prefix() + "/openapi.json", _ -> openApi);
  }

  private static Reply call(Verb verb, IncomingRequest request, ProfileChoice profiles)
      throws InterruptedException {
    Reply refusal = BodyForm.refusalOf(request);
    if (refusal != null) {
      return refusal;
    }
    try {
      return verb.answer(request, profiles, new Meter(request.memory(), request.body().length));
    } catch (RefusedRequest e) {
      return e.reply();
    } catch (MalformedRequest e) {
      return verb.failure(String.valueOf(e.getMessage()));
    } catch (Stages.BusyException e) {
      return Reply.busy(String.valueOf(e.getMessage()));
    }
  }
}
