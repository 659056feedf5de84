package dev.shakeout.report;

import java.util.ArrayList;
import java.util.List;

/** Fewer points than were measured, so that a page stays small, without hiding a spike or a dip. */
final class Thinning {
    private Thinning() {}

    /**
     * Cuts the series into this many stretches of equal count and keeps of each its lowest and its highest point, in
     * order, and the first and the last point of all. A series of at most twice as many points stays as it is.
     */
    static List<Point> keepExtremes(List<Point> points, int stretches) {
        if (points.size() <= 2 * stretches) {
            return points;
        }
        var kept = new ArrayList<Point>();
        keep(kept, points.getFirst());
        for (int i = 0; i < stretches; i++) {
            int from = (int) ((long) points.size() * i / stretches);
            int to = (int) ((long) points.size() * (i + 1) / stretches);
            int low = from;
            int high = from;
            for (int j = from + 1; j < to; j++) {
                low = points.get(j).y() < points.get(low).y() ? j : low;
                high = points.get(j).y() > points.get(high).y() ? j : high;
            }
            keep(kept, points.get(Math.min(low, high)));
            keep(kept, points.get(Math.max(low, high)));
        }
        keep(kept, points.getLast());
        return kept;
    }

    private static void keep(List<Point> kept, Point point) {
        if (kept.isEmpty() || !kept.getLast().equals(point)) {
            kept.add(point);
        }
    }
}
