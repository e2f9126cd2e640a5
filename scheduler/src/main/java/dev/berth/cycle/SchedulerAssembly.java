package dev.berth.cycle;

import dev.berth.cluster.ClusterMirror;
import dev.berth.framework.Binder;
import dev.berth.framework.ClaimWriter;
import dev.berth.framework.NoClaimWriter;
import dev.berth.framework.NoVolumeWriter;
import dev.berth.framework.PluginContext;
import dev.berth.framework.PointTimes;
import dev.berth.framework.ProfilePlugins;
import dev.berth.framework.StatusWriter;
import dev.berth.framework.VolumeWriter;
import dev.berth.pipeline.EvaluationMode;
import dev.berth.pipeline.Extenders;
import dev.berth.pipeline.LateFilters;
import dev.berth.pipeline.Pipeline;
import dev.berth.pipeline.Recording;
import dev.berth.pipeline.TieBreak;
import dev.berth.queue.QueueSettings;
import dev.berth.queue.SchedulingQueue;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link Scheduler} together: first contexts for the plugins, then everything around the
 * plugins.
 *
 * <p>Threading: one thread, before the loop starts.
 */
public final class SchedulerAssembly {

  /**
   * How the loop decides.
   *
   * @param countCheckInterval see {@link Pipeline}
   */
  public record Decisions(
      EvaluationMode mode, TieBreak ties, Recording recording, int countCheckInterval) {

    /** Without checks of kept counts. */
    public Decisions(EvaluationMode mode, TieBreak ties, Recording recording) {
      this(mode, ties, recording, 0);
    }
  }

  private final InstantSource clock;
  private final RandomGenerator random;
  private final Binder binder;
  private final WaitingRoom waitingRoom;
  private final ClusterMirror mirror = new ClusterMirror();
  private final LateBound.Nominated nominated = new LateBound.Nominated();
  private final LateBound.Activator activator = new LateBound.Activator();
  private final Map<String, LateFilters> filters = new HashMap<>();

  private final LateBound.Observing observing = new LateBound.Observing();
  private final LateBound.Tasks tasks = new LateBound.Tasks();
  private final LateBound.News news = new LateBound.News();
  private BooleanSupplier mayDecide = () -> true;
  private VolumeWriter volumes = new NoVolumeWriter();
  private ClaimWriter claims = new NoClaimWriter();
  private Extenders extenders = Extenders.NONE;
  private @Nullable ExtenderCalls calls;

  public SchedulerAssembly(InstantSource clock, RandomGenerator random, Binder binder) {
    this.clock = clock;
    this.random = random;
    this.binder = binder;
    this.waitingRoom = new WaitingRoom(clock);
  }

  /**
   * Has the scheduler only follow the cluster as long as that is false. Whoever makes it true wakes
   * the Inbox.
   *
   * @param allowed asked in each turn; any thread changes it
   */
  public SchedulerAssembly decidingWhile(BooleanSupplier allowed) {
    mayDecide = allowed;
    return this;
  }

  /** Has volumes bound and provisioned through that; without it, pods that need it fail. */
  public SchedulerAssembly writingVolumesBy(VolumeWriter writer) {
    volumes = writer;
    return this;
  }

  /** Has devices allocated through that; without it, pods that need any fail. */
  public SchedulerAssembly writingClaimsBy(ClaimWriter writer) {
    claims = writer;
    return this;
  }

  /**
   * Has extenders asked before pods are decided; without that, none is.
   *
   * @param asking closed by the caller
   */
  public SchedulerAssembly askingExtenders(Extenders asked, ExtenderCalls asking) {
    extenders = asked;
    calls = asking;
    return this;
  }

  /** What the plugins' listers and assumptions show; of the scheduler that is assembled, too. */
  public ClusterMirror mirror() {
    return mirror;
  }

  /** What the plugins of that profile are given. */
  public PluginContext context(String profile) {
    LateFilters own = filters.computeIfAbsent(profile, name -> new LateFilters());
    return new PluginContext(
        profile,
        clock,
        random,
        binder,
        mirror.listers(),
        mirror.assumptions(),
        volumes,
        mirror.devices(),
        claims,
        observing,
        tasks,
        nominated,
        own,
        waitingRoom,
        activator,
        news);
  }

  /**
   * The scheduler, ready to be turned.
   *
   * @param profiles made with {@link #context}
   * @param waitFor the kinds whose first list must be applied before the first decision
   */
  public Scheduler assemble(
      Collection<ProfilePlugins> profiles,
      QueueSettings settings,
      Decisions decisions,
      Set<ObjectKind> waitFor,
      BindingPool bindings,
      Inbox inbox,
      StatusWriter writer,
      CycleListener listener) {
    return assemble(
        profiles, settings, decisions, waitFor, bindings, inbox, writer, Listeners.of(listener));
  }

  /** As above, with more to listen to. */
  public Scheduler assemble(
      Collection<ProfilePlugins> profiles,
      QueueSettings settings,
      Decisions decisions,
      Set<ObjectKind> waitFor,
      BindingPool bindings,
      Inbox inbox,
      StatusWriter writer,
      Listeners listeners) {
    CycleListener listener = listeners.cycle();
    PointTimes times = listeners.times();
    SchedulingQueue queue =
        new SchedulingQueue(profiles, settings, clock, listeners.queue(), times);
    nominated.bind(queue.nominations());
    activator.bind(queue);
    Observers observers = new Observers(mirror, inbox);
    observing.bind(observers);
    tasks.bind(inbox);
    news.bind(listeners.news());
    Map<String, Profile> byName = new LinkedHashMap<>();
    for (ProfilePlugins plugins : profiles) {
      Pipeline pipeline =
          new Pipeline(
              plugins,
              queue.nominations(),
              decisions.mode(),
              decisions.ties(),
              decisions.recording(),
              decisions.countCheckInterval(),
              times,
              extenders);
      LateFilters own = filters.get(plugins.profile());
      if (own != null) {
        own.bind(pipeline);
      }
      byName.put(plugins.profile(), new Profile(plugins, pipeline));
    }
    AttemptFailures failures = new AttemptFailures(queue, writer, listener, clock);
    Commitment commitment =
        new Commitment(
            mirror,
            queue,
            waitingRoom,
            bindings,
            extenders,
            failures,
            writer,
            listener,
            times,
            clock);
    return new Scheduler(
        new SchedulerParts(
            inbox,
            mirror,
            queue,
            byName,
            waitingRoom,
            new ClusterChanges(mirror, queue, waitingRoom, byName.keySet(), listener),
            observers,
            commitment,
            new Attempts(
                mirror,
                queue,
                byName,
                extenders,
                calls == null ? new ExtenderCalls(inbox) : calls,
                commitment,
                failures,
                listener,
                times,
                clock),
            clock,
            mayDecide,
            waitFor));
  }
}
