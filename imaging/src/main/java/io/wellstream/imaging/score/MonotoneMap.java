package io.wellstream.imaging.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The non-decreasing curve nearest to weighted points, by pooling adjacent violators (M. Ayer et al., Ann. Math. Stat. 26 (1955)
 * 641–647): linear between points, constant beyond the outermost ones.
 */
final class MonotoneMap {
    private final List<Point> points; // by x, each x once, y not decreasing

    /** An observation and its weight. */
    record Point(double x, double y, double weight) {
        private Point and(Point other) {
            double sum = weight + other.weight;
            return new Point(
                    (x * weight + other.x * other.weight) / sum, (y * weight + other.y * other.weight) / sum, sum);
        }
    }

    private MonotoneMap(List<Point> points) {
        this.points = points;
    }

    static MonotoneMap fit(List<Point> seen) {
        if (seen.isEmpty()) {
            throw new IllegalArgumentException("a curve through no points");
        }
        List<Point> distinct = new ArrayList<>();
        seen.stream().sorted(Comparator.comparingDouble(Point::x)).forEach(point -> {
            if (!distinct.isEmpty() && distinct.getLast().x() == point.x()) {
                distinct.add(distinct.removeLast().and(point));
            } else {
                distinct.add(point);
            }
        });
        return new MonotoneMap(levelled(distinct));
    }

    /** Every point at its x and at the height of the block that it was pooled into. */
    private static List<Point> levelled(List<Point> points) {
        List<Point> heights = new ArrayList<>(); // of blocks
        List<Integer> sizes = new ArrayList<>();
        for (Point point : points) {
            heights.add(point);
            sizes.add(1);
            while (heights.size() > 1
                    && heights.get(heights.size() - 2).y() > heights.getLast().y()) {
                Point last = heights.removeLast();
                int size = sizes.removeLast();
                heights.add(heights.removeLast().and(last));
                sizes.add(sizes.removeLast() + size);
            }
        }
        List<Point> levelled = new ArrayList<>();
        for (int block = 0; block < heights.size(); block++) {
            for (int i = 0; i < sizes.get(block); i++) {
                Point point = points.get(levelled.size());
                levelled.add(new Point(point.x(), heights.get(block).y(), point.weight()));
            }
        }
        return levelled;
    }

    double at(double x) {
        Point before = points.getFirst();
        if (x <= before.x()) {
            return before.y();
        }
        for (Point point : points) {
            if (x <= point.x()) {
                double share = (x - before.x()) / (point.x() - before.x());
                return before.y() + share * (point.y() - before.y());
            }
            before = point;
        }
        return before.y();
    }
}
