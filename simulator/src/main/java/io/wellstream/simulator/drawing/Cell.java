package io.wellstream.simulator.drawing;

/**
 * One cell of a field: its outline, its nucleus and the intensity of its stains.
 *
 * @param stain factor common to all its stains
 * @param condensed whether its nucleus has collapsed into a few bright pieces
 * @param golgiAngle direction of the Golgi apparatus, seen from the nucleus
 */
record Cell(Ellipse body, Ellipse nucleus, double stain, double dna, boolean condensed, double golgiAngle) {

    /** An ellipse by its centre, half axes and the direction of the longer one. */
    record Ellipse(double x, double y, double major, double minor, double cos, double sin) {

        static Ellipse of(double x, double y, double radius, double aspect, double angle) {
            double stretch = StrictMath.sqrt(aspect);
            return new Ellipse(x, y, radius * stretch, radius / stretch, StrictMath.cos(angle), StrictMath.sin(angle));
        }

        /** Distance from the centre: 1 on the outline. */
        double distance(double px, double py) {
            return Math.sqrt(squaredDistance(px, py));
        }

        double squaredDistance(double px, double py) {
            double dx = px - x;
            double dy = py - y;
            double along = (dx * cos + dy * sin) / major;
            double across = (dy * cos - dx * sin) / minor;
            return along * along + across * across;
        }

        /** Distance from the centre in pixels, across the ellipse's long axis. */
        double across(double px, double py) {
            return (py - y) * cos - (px - x) * sin;
        }

        double along(double px, double py) {
            return (px - x) * cos + (py - y) * sin;
        }

        /** The point at {@code distance} times the outline in the direction {@code angle} from the long axis. */
        double pointX(double distance, double angle) {
            double along = distance * major * StrictMath.cos(angle);
            double across = distance * minor * StrictMath.sin(angle);
            return x + along * cos - across * sin;
        }

        double pointY(double distance, double angle) {
            double along = distance * major * StrictMath.cos(angle);
            double across = distance * minor * StrictMath.sin(angle);
            return y + along * sin + across * cos;
        }

        double radius() {
            return Math.sqrt(major * minor);
        }
    }
}
