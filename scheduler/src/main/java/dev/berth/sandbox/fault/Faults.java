package dev.berth.sandbox.fault;

import dev.berth.http.RouteHandler;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The faults that are in at the moment. Of several rules for one request or event the oldest that
 * strikes is the one that happens; younger ones do not count it.
 *
 * <p>Threading: any thread.
 */
public final class Faults {
  private record ForRequests(Requests which, RequestFault fault, FaultRule rule) {}

  private record ForEvents(Events which, WatchFault fault, FaultRule rule) {}

  private final List<ForRequests> forRequests = new CopyOnWriteArrayList<>();
  private final List<ForEvents> forEvents = new CopyOnWriteArrayList<>();

  /** Guarded by itself. */
  private final SplittableRandom random;

  public Faults(SplittableRandom random) {
    this.random = random;
  }

  private double chance() {
    synchronized (random) {
      return random.nextDouble();
    }
  }

  /** Puts a fault in. */
  public FaultRule on(Requests which, Times times, RequestFault fault) {
    FaultRule rule =
        new FaultRule(times, this::chance, self -> forRequests.removeIf(r -> r.rule() == self));
    forRequests.add(new ForRequests(which, fault, rule));
    return rule;
  }

  /** Puts a fault in. */
  public FaultRule on(Events which, Times times, WatchFault fault) {
    FaultRule rule =
        new FaultRule(times, this::chance, self -> forEvents.removeIf(r -> r.rule() == self));
    forEvents.add(new ForEvents(which, fault, rule));
    return rule;
  }

  /** Takes all faults out. A watch that has fallen silent stays so. */
  public void clear() {
    forRequests.clear();
    forEvents.clear();
  }

  /** The same API with these faults on its wire. */
  public RouteHandler around(RouteHandler api) {
    return new FaultyHandler(this, api);
  }

  boolean hasEventRules() {
    return !forEvents.isEmpty();
  }

  @Nullable RequestFault striking(Call call) {
    for (ForRequests each : forRequests) {
      if (each.which().matches(call) && each.rule().strikes()) {
        return each.fault();
      }
    }
    return null;
  }

  @Nullable WatchFault striking(WatchLine line) {
    for (ForEvents each : forEvents) {
      if (each.which().matches(line) && each.rule().strikes()) {
        return each.fault();
      }
    }
    return null;
  }
}
