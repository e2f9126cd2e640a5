package dev.berth.plugins.dynamicresources.allocation;

import dev.berth.plugins.dynamicresources.allocation.ClaimPlan.RequestPlan;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The search for devices on one node: the first of all combinations, in the order of claims,
 * requests, alternatives and devices, that leaves nothing wanting.
 *
 * <p>Within a request devices are combined, not permuted: the next one is looked for behind the
 * last one. A request takes no device before all devices of the request before it are picked; when
 * it finds none, the last pick is given back and the search goes on behind it.
 *
 * <p>Mirrors {@code allocateOne}, allocator_incubating.go, Kubernetes 1.36.3, with the same order
 * of attempts, but on a stack of its own, so that no claim is too deep for the thread's.
 *
 * <p>Threading: scheduler thread only.
 */
final class DeviceSearch {
  /** What came of the part of the search behind a step. */
  private enum Signal {
    /** Look at {@link #at}. */
    GO_ON,
    /** Everything is allocated. */
    DONE,
    /** This way there is nothing. */
    STUCK,
    /** This way a claim would have more devices than fit: no other device helps. */
    TOO_MANY
  }

  /** Something that can be decided in several ways, or has to be undone. */
  private interface Step {
    /** Goes on after the rest of the search came to {@link Signal#STUCK} or TOO_MANY. */
    Signal resume(Signal rest) throws AllocationException;
  }

  /**
   * What is allocated next.
   *
   * @param inAlternative whether the alternative of the request is chosen
   * @param fromPool where the search for the device starts, with {@code fromCandidate}
   */
  private record Position(
      int claim, int request, boolean inAlternative, int device, int fromPool, int fromCandidate) {
    static Position ofClaim(int claim) {
      return ofRequest(claim, 0);
    }

    static Position ofRequest(int claim, int request) {
      return new Position(claim, request, false, 0, 0, 0);
    }

    Position chosen() {
      return new Position(claim, request, true, 0, 0, 0);
    }

    Position nextDevice(int pool, int candidate) {
      return new Position(claim, request, inAlternative, device + 1, pool, candidate);
    }
  }

  private final List<ClaimPlan> claims;
  private final NodeDevices devices;
  private final Picks picks;
  private final SearchTime time;

  private final Deque<Step> steps = new ArrayDeque<>();
  private Position at = Position.ofClaim(0);

  DeviceSearch(List<ClaimPlan> claims, NodeDevices devices, Picks picks, SearchTime time) {
    this.claims = claims;
    this.devices = devices;
    this.picks = picks;
    this.time = time;
  }

  /**
   * Whether there are devices for all claims; they are in the picks then, and the plans say which
   * alternatives were chosen.
   */
  boolean run() throws AllocationException {
    Signal signal = Signal.GO_ON;
    while (signal != Signal.DONE) {
      if (signal == Signal.GO_ON) {
        time.check();
        signal = look();
        continue;
      }
      Step last = steps.peek();
      if (last == null) {
        return finished(signal);
      }
      signal = last.resume(signal);
      if (signal == Signal.STUCK || signal == Signal.TOO_MANY) {
        steps.pop();
      }
    }
    return true;
  }

  private static boolean finished(Signal signal) throws AllocationException {
    if (signal == Signal.TOO_MANY) {
      throw new AllocationException("allocation max size exceeded");
    }
    return false;
  }

  private Signal enter(Step step) throws AllocationException {
    steps.push(step);
    Signal signal = step.resume(Signal.GO_ON);
    if (signal == Signal.STUCK || signal == Signal.TOO_MANY) {
      steps.pop();
    }
    return signal;
  }

  private Signal look() throws AllocationException {
    if (at.claim() >= claims.size()) {
      return Signal.DONE;
    }
    ClaimPlan claim = claims.get(at.claim());
    if (at.request() >= claim.requests().size()) {
      return enter(new NextClaim());
    }
    RequestPlan request = claim.requests().get(at.request());
    if (request.isPrioritized() && !at.inAlternative()) {
      return enter(new Alternatives(request));
    }
    Wish wish = request.chosen();
    List<Candidate> all = wish.all();
    if (all != null && all.isEmpty()) {
      return Signal.STUCK;
    }
    if (at.device() >= wish.count()) {
      at = Position.ofRequest(at.claim(), at.request() + 1);
      return Signal.GO_ON;
    }
    if (picks.of(at.claim()).size() + wish.count() - at.device() > ClaimPlanner.MAX_DEVICES) {
      return Signal.TOO_MANY;
    }
    return enter(all != null ? new ThisDevice(wish, all.get(at.device())) : new AnyDevice(wish));
  }

  /** The claims behind a claim that is done; none of them is too large for all of the others. */
  private final class NextClaim implements Step {
    private final int next = at.claim() + 1;

    @Override
    public Signal resume(Signal rest) {
      if (rest != Signal.GO_ON) {
        return Signal.STUCK;
      }
      at = Position.ofClaim(next);
      return Signal.GO_ON;
    }
  }

  /** The alternatives of a request, one after the other. */
  private final class Alternatives implements Step {
    private final RequestPlan request;
    private final Position here = at;
    private int next;
    private boolean allTooMany = true;

    Alternatives(RequestPlan request) {
      this.request = request;
    }

    @Override
    public Signal resume(Signal rest) {
      if (rest == Signal.STUCK) {
        allTooMany = false;
      }
      if (next >= request.alternatives()) {
        return allTooMany ? Signal.TOO_MANY : Signal.STUCK;
      }
      request.choose(next++);
      at = here.chosen();
      return Signal.GO_ON;
    }
  }

  /** One of all devices: this or none. */
  private final class ThisDevice implements Step {
    private final Wish wish;
    private final Candidate candidate;
    private final Position here = at;

    ThisDevice(Wish wish, Candidate candidate) {
      this.wish = wish;
      this.candidate = candidate;
    }

    @Override
    public Signal resume(Signal rest) throws AllocationException {
      if (rest != Signal.GO_ON) {
        picks.giveBack();
        return rest;
      }
      if (!picks.take(wish, candidate, true)) {
        return Signal.STUCK;
      }
      at = here.nextDevice(0, 0);
      return Signal.GO_ON;
    }
  }

  /** Any device from a position on. */
  private final class AnyDevice implements Step {
    private final Wish wish;
    private final Position here = at;
    private int pool = at.fromPool();
    private int candidate = at.fromCandidate();

    AnyDevice(Wish wish) {
      this.wish = wish;
    }

    @Override
    public Signal resume(Signal rest) throws AllocationException {
      if (rest != Signal.GO_ON) {
        picks.giveBack();
        if (rest == Signal.TOO_MANY) {
          return rest;
        }
      }
      for (; pool < devices.pools().size(); pool++, candidate = 0) {
        List<Candidate> candidates = NodeDevices.candidates(devices.pools().get(pool));
        while (candidate < candidates.size()) {
          time.check();
          int tried = candidate++;
          if (take(candidates.get(tried), devices.ordinal(pool, tried))) {
            at = here.nextDevice(pool, candidate);
            return Signal.GO_ON;
          }
        }
      }
      return Signal.STUCK;
    }

    private boolean take(Candidate device, int ordinal) throws AllocationException {
      return !picks.isInUse(wish, device)
          && wish.selectable().has(ordinal, device)
          && picks.hasCapacity(wish, device)
          && picks.take(wish, device, false);
    }
  }
}
