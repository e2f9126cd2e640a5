package dev.berth.config;

import java.util.List;

/**
 * One point of the line that turns utilization into a score.
 *
 * <p>Threading: immutable.
 *
 * @param utilization in percent, 0 to 100
 * @param score 0 to 10, to be scaled to 0 to 100 by whoever scores
 */
public record ShapePoint(int utilization, int score) {
  /** Reads {@code shape}: at least one point, utilization rising from each to the next. */
  static List<ShapePoint> readAll(Fields fields) {
    List<ShapePoint> shape = fields.objects("shape", ShapePoint::read);
    if (shape.isEmpty() && fields.isSound("shape")) {
      fields.problem("shape", "has no points; at least one is wanted");
    }
    for (int i = 1; i < shape.size(); i++) {
      int before = shape.get(i - 1).utilization;
      int utilization = shape.get(i).utilization;
      if (utilization <= before) {
        fields.problemAt(
            fields.elementPath("shape", i) + ".utilization",
            "is " + utilization + "; it must be higher than that of the point before, " + before);
      }
    }
    return shape;
  }

  private static ShapePoint read(Fields fields) {
    return new ShapePoint(
        fields.wholeNumber("utilization", 0, 0, 100), fields.wholeNumber("score", 0, 0, 10));
  }
}
