package dev.berth.plugins.volumebinding;

import static dev.berth.plugins.volumebinding.Storage.claim;
import static dev.berth.plugins.volumebinding.Storage.late;
import static dev.berth.plugins.volumebinding.Storage.onHost;
import static dev.berth.plugins.volumebinding.Storage.pod;
import static dev.berth.plugins.volumebinding.Storage.volume;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cluster.ClusterMirror;
import dev.berth.config.VolumeBindingArgs;
import dev.berth.framework.CycleState;
import dev.berth.framework.Observations;
import dev.berth.framework.Status;
import dev.berth.framework.VolumeWriter;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.VersionedObject;
import dev.berth.model.storage.ClaimReference;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeClaim;
import dev.berth.plugins.Make;
import dev.berth.plugins.TestContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of Reserve, PreBind, Unreserve, writes that fail or are lost, changes by others
 * and a watch that lags: no volume is promised twice, and nothing assumed outlives its reason.
 */
final class BindingModelTest {
  private static final int STEPS = 3_000;
  private static final int CLAIMS = 8;
  private static final int VOLUMES = 10;

  /** What is on the server, and what of it the watch has still to show. */
  private static final class Server implements VolumeWriter {
    private final Random random;
    private final Map<ObjectKey, VersionedObject> objects = new HashMap<>();
    private final Deque<VersionedObject> toShow = new ArrayDeque<>();
    private long version = 1;

    Server(Random random) {
      this.random = random;
    }

    private String nextVersion() {
      return Long.toString(++version);
    }

    private void put(VersionedObject object) {
      objects.put(object.key(), object);
      toShow.add(object);
    }

    @Override
    public Outcome setAside(PersistentVolume volume, PersistentVolumeClaim claim) {
      return write(volume, volume.toBuilder().resourceVersion(nextVersion()).build());
    }

    @Override
    public Outcome selectNode(PersistentVolumeClaim claim) {
      return write(claim, claim.toBuilder().resourceVersion(nextVersion()).build());
    }

    private Outcome write(VersionedObject wanted, VersionedObject written) {
      VersionedObject now = objects.get(wanted.key());
      if (now == null || !now.resourceVersion().equals(wanted.resourceVersion())) {
        return new Outcome.Failed("conflict");
      }
      if (random.nextInt(5) == 0) {
        return new Outcome.Failed("refused");
      }
      put(written);
      return random.nextInt(10) == 0
          ? new Outcome.Failed("the answer was lost")
          : new Outcome.Written(written.resourceVersion());
    }

    /** The PV controller, a provisioner or a user changes something. */
    void changeSomething() {
      List<VersionedObject> all = new ArrayList<>(objects.values());
      switch (all.get(random.nextInt(all.size()))) {
        case PersistentVolume volume ->
            put(
                volume.toBuilder()
                    .resourceVersion(nextVersion())
                    .claim(random.nextInt(3) == 0 ? null : volume.claim())
                    .build());
        case PersistentVolumeClaim claim ->
            put(claim.toBuilder().resourceVersion(nextVersion()).selectedNode(null).build());
        case VersionedObject other -> throw new IllegalStateException(other.toString());
      }
    }
  }

  /** The wait ends somehow. */
  private record Ends(Random random) implements Observations {
    @Override
    @SuppressWarnings("unchecked") // the plugin asks for a status only
    public <T> @Nullable T await(Question<T> question, Duration atMost) {
      return switch (random.nextInt(3)) {
        case 0 -> (T) Status.success();
        case 1 -> (T) Status.error("provisioning failed");
        default -> null;
      };
    }
  }

  private record InFlight(PodInfo pod, String node, CycleState state, BindingPlan plan) {}

  private static final class World {
    private final Random random;
    private final Server server;
    private final ClusterMirror mirror = new ClusterMirror();
    private final VolumeBinding plugin;
    private final List<InFlight> inFlight = new ArrayList<>();

    /** Of two pods with one claim, one may take back what the other relies on; a write tells. */
    private final boolean podsShareClaims;

    private int pods;
    private int reserved;

    World(long seed) {
      random = new Random(seed);
      podsShareClaims = seed % 2 == 0;
      server = new Server(random);
      plugin =
          new VolumeBinding(
              new VolumeBindingArgs(Duration.ofSeconds(1)),
              TestContext.of(mirror, server, new Ends(random)));
      mirror.putNode(host("n1"));
      mirror.putNode(host("n2"));
      mirror.put(late("late", "kubernetes.io/no-provisioner"));
      mirror.put(late("made", "csi.a"));
      for (int i = 0; i < CLAIMS; i++) {
        server.put(claim("c" + i, i % 2 == 0 ? "late" : "made", i + "Gi").build());
      }
      for (int i = 0; i < VOLUMES; i++) {
        server.put(volume("v" + i, "late", i + "Gi").requiredNodes(onHost("n" + i % 3)).build());
      }
    }

    private static Node host(String name) {
      return Make.node(name).labels(Make.labels("kubernetes.io/hostname=" + name)).build();
    }

    void step() {
      switch (random.nextInt(4)) {
        case 0 -> attempt();
        case 1 -> finish();
        case 2 -> show();
        default -> {
          if (random.nextInt(4) == 0) {
            server.changeSomething();
          }
        }
      }
    }

    private void attempt() {
      PodInfo pod =
          pod("p" + pods++, "c" + random.nextInt(CLAIMS), "c" + random.nextInt(CLAIMS)).build();
      if (!podsShareClaims && inFlight.stream().anyMatch(other -> sharesAClaim(other.pod(), pod))) {
        return;
      }
      CycleState state = CycleState.create();
      if (!plugin.preFilter(state, pod, mirror.view()).status().isSuccess()) {
        return;
      }
      for (NodeInfo node : mirror.nodes()) {
        if (plugin.filter(state, pod, node).isSuccess()) {
          reserve(state, pod, node.name());
          return;
        }
      }
    }

    private static boolean sharesAClaim(PodInfo one, PodInfo other) {
      return one.volumes().stream()
          .anyMatch(
              volume ->
                  other.volumes().stream().anyMatch(more -> more.source().equals(volume.source())));
    }

    private void reserve(CycleState state, PodInfo pod, String node) {
      if (!plugin.reserve(state, pod, node).isSuccess()) {
        plugin.unreserve(state, pod, node);
        return;
      }
      reserved++;
      BindingPlan plan = state.get(VolumeBinding.PLAN);
      for (PlannedWrite.SetAside mine : plan.volumes()) {
        for (InFlight other : inFlight) {
          for (PlannedWrite.SetAside theirs : other.plan().volumes()) {
            assertThat(isSameVersion(mine, theirs) && !isSameClaim(mine, theirs))
                .as("volume %s promised to two claims", mine.wanted())
                .matches(promisedTwice -> podsShareClaims || !promisedTwice);
          }
        }
      }
      inFlight.add(new InFlight(pod, node, state, plan));
    }

    private static boolean isSameVersion(PlannedWrite.SetAside one, PlannedWrite.SetAside other) {
      return one.wanted().key().equals(other.wanted().key())
          && one.wanted().resourceVersion().equals(other.wanted().resourceVersion());
    }

    private static boolean isSameClaim(PlannedWrite.SetAside one, PlannedWrite.SetAside other) {
      ClaimReference claim = one.wanted().claim();
      return claim != null && claim.equals(other.wanted().claim());
    }

    private void finish() {
      if (inFlight.isEmpty()) {
        return;
      }
      InFlight ended = inFlight.remove(random.nextInt(inFlight.size()));
      try {
        boolean lostOnTheWay = random.nextInt(6) == 0;
        if (lostOnTheWay || !plugin.preBind(ended.state(), ended.pod(), ended.node()).isSuccess()) {
          plugin.unreserve(ended.state(), ended.pod(), ended.node());
          plugin.unreserve(ended.state(), ended.pod(), ended.node());
        }
      } catch (InterruptedException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    private void show() {
      VersionedObject next = server.toShow.poll();
      if (next != null) {
        mirror.put(next);
      }
    }

    void comeToRest() {
      while (!inFlight.isEmpty()) {
        finish();
      }
      while (!server.toShow.isEmpty()) {
        show();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void nothingAssumed_leaks_andNoVolumeIsPromisedTwice(long seed) {
    World world = new World(seed);
    for (int step = 0; step < STEPS; step++) {
      world.step();
    }
    world.comeToRest();

    for (VersionedObject onServer : world.server.objects.values()) {
      VersionedObject shown =
          switch (onServer) {
            case PersistentVolume volume ->
                world.mirror.listers().persistentVolumes().find(volume.key());
            default -> world.mirror.listers().persistentVolumeClaims().find(onServer.key());
          };
      assertThat(shown).as("%s, seed %d", onServer, seed).isSameAs(onServer);
    }
    assertThat(world.reserved).as("the history is not empty").isGreaterThan(50);
  }
}
