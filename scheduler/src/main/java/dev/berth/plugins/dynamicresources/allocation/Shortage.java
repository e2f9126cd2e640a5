package dev.berth.plugins.dynamicresources.allocation;

import dev.berth.plugins.dynamicresources.allocation.ClaimPlan.RequestPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether there is no need to search: the node has fewer devices for a request than it wants, or
 * fewer for all of them than they want together.
 *
 * <p>The search would find that out, too, but again for every combination of devices for the
 * requests before. On the way it could come across a selector that fails, which is another answer;
 * so what is not certain is left to it: a shortage behind a request that has alternatives, wants
 * all devices or fewer than none, and one beside a selector that fails.
 *
 * <p>Threading: scheduler thread only. Cost: O(devices of the node) for each request.
 */
final class Shortage {
  private final List<ClaimPlan> claims;
  private final NodeDevices devices;
  private final Picks none;
  private final SearchTime time;

  /** Whether a selector has failed so far. */
  private boolean failed;

  /**
   * @param none nothing is picked yet
   */
  Shortage(List<ClaimPlan> claims, NodeDevices devices, Picks none, SearchTime time) {
    this.claims = claims;
    this.devices = devices;
    this.none = none;
    this.time = time;
  }

  boolean isCertain() {
    List<Wish> wishes = plainOnes();
    for (int i = 0; i < wishes.size(); i++) {
      Wish wish = wishes.get(i);
      if (lacks(List.of(wish), wish.count())) {
        return noneFails(wishes.subList(0, i));
      }
    }
    return wishes.size() > 1 && areShortTogether(wishes) && noneFails(wishes);
  }

  /** Up to the first one that is not a wish for some number of any devices. */
  private List<Wish> plainOnes() {
    List<Wish> wishes = new ArrayList<>();
    for (ClaimPlan claim : claims) {
      for (RequestPlan request : claim.requests()) {
        Wish wish = request.chosen();
        if (request.isPrioritized() || wish.all() != null || wish.count() < 0) {
          return wishes;
        }
        wishes.add(wish);
      }
    }
    return wishes;
  }

  /** Those who only look at devices take none from the others. */
  private boolean areShortTogether(List<Wish> wishes) {
    List<Wish> taking = wishes.stream().filter(wish -> !wish.adminAccess()).toList();
    long wanted = taking.stream().mapToLong(Wish::count).sum();
    return lacks(taking, wanted);
  }

  /**
   * Whether fewer devices can be had by one of the wishes, each once. Devices that several may have
   * at once are enough for several wishes. Looks no further than the search would need to.
   */
  private boolean lacks(List<Wish> wishes, long wanted) {
    long missing = wanted;
    for (int p = 0; p < devices.pools().size(); p++) {
      List<Candidate> candidates = NodeDevices.candidates(devices.pools().get(p));
      for (int i = 0; i < candidates.size() && missing > 0; i++) {
        time.check();
        Candidate candidate = candidates.get(i);
        if (isForOneOf(wishes, candidate, devices.ordinal(p, i))) {
          if (wishes.size() > 1 && candidate.device().shareable()) {
            return false;
          }
          missing--;
        }
      }
    }
    return missing > 0;
  }

  private boolean isForOneOf(List<Wish> wishes, Candidate candidate, int ordinal) {
    for (int i = 0; i < wishes.size(); i++) {
      if (isFor(wishes.get(i), candidate, ordinal)) {
        return true;
      }
    }
    return false;
  }

  private boolean isFor(Wish wish, Candidate candidate, int ordinal) {
    try {
      return !none.isInUse(wish, candidate)
          && wish.selectable().has(ordinal, candidate)
          && none.hasCapacity(wish, candidate)
          && wish.toleratesTaintsOf(candidate);
    } catch (AllocationException failure) {
      failed = true;
      return false;
    }
  }

  /** Asks for the devices, too, that these had no need of. */
  private boolean noneFails(List<Wish> wishes) {
    for (int w = 0; w < wishes.size() && !failed; w++) {
      lacks(List.of(wishes.get(w)), Long.MAX_VALUE);
    }
    return !failed;
  }
}
