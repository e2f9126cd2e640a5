package dev.berth.extender;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The reasons for which a second look was no use lately.
 *
 * <p>Each time it was in vain, the reason stands for twice as long, from two seconds to five
 * minutes; when it was not, it is forgotten. Names and numbers in a reason do not count.
 *
 * <p>Threading: any thread.
 */
final class VainReasons {
  private static final int MOST = 1000;
  private static final Duration SHORTEST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Pattern NAMES_AND_NUMBERS = Pattern.compile("\"[^\"]*\"|\\d+");

  private record Standing(long untilNanos, Duration length) {}

  private final LongSupplier nanoTime;
  private final Cache<String, Standing> standing =
      CacheBuilder.newBuilder().maximumSize(MOST).build();

  VainReasons(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  boolean areAll(Set<String> reasons) {
    return reasons.stream().allMatch(this::isVain);
  }

  private boolean isVain(String reason) {
    Standing known = standing.getIfPresent(kind(reason));
    return known != null && nanoTime.getAsLong() - known.untilNanos() < 0;
  }

  /** What came of a second look for these reasons. */
  void learn(Set<String> reasons, boolean inVain) {
    for (String reason : reasons) {
      if (inVain) {
        standing.asMap().compute(kind(reason), (_, known) -> standingAfter(known));
      } else {
        standing.invalidate(kind(reason));
      }
    }
  }

  private Standing standingAfter(@Nullable Standing known) {
    Duration twice = known == null ? SHORTEST : known.length().multipliedBy(2);
    Duration length = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    return new Standing(nanoTime.getAsLong() + length.toNanos(), length);
  }

  private static String kind(String reason) {
    return NAMES_AND_NUMBERS.matcher(reason).replaceAll("?");
  }
}
