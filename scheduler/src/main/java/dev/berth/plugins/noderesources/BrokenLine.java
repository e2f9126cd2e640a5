package dev.berth.plugins.noderesources;

import dev.berth.config.ShapePoint;
import dev.berth.framework.Scores;
import java.util.List;

/**
 * A score that runs in straight lines from point to point and is flat outside of them.
 *
 * <p>The user's scores of 0 to 10 are stretched to 0 to 100 at the points; between them integers
 * are cut off towards zero. Mirrors {@code BuildBrokenLinearFunction} of {@code
 * plugins/helper/shape_score.go}, Kubernetes 1.36.3. Threading: immutable.
 */
record BrokenLine(List<ShapePoint> points) {

  private static final long USERS_MAX_SCORE = 10;

  BrokenLine {
    points = List.copyOf(points);
    if (points.isEmpty()) {
      throw new IllegalArgumentException("shape has no points. Maybe (0, 0) and (100, 10).");
    }
  }

  long at(long utilization) {
    for (int i = 0; i < points.size(); i++) {
      ShapePoint right = points.get(i);
      if (utilization <= right.utilization()) {
        return i == 0 ? score(right) : between(points.get(i - 1), right, utilization);
      }
    }
    return score(points.getLast());
  }

  private static long between(ShapePoint left, ShapePoint right, long utilization) {
    long rise = score(right) - score(left);
    long run = (long) right.utilization() - left.utilization();
    return score(left) + rise * (utilization - left.utilization()) / run;
  }

  private static long score(ShapePoint point) {
    return point.score() * (Scores.MAX_SCORE / USERS_MAX_SCORE);
  }
}
