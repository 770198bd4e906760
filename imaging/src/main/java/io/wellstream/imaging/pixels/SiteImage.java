package io.wellstream.imaging.pixels;

import io.wellstream.imaging.screen.Depth;
import java.util.List;

/** All channels of one site, of one size and depth, in the screen's order. */
public final class SiteImage {
    /** The most channels a site may have. */
    public static final int MAX_CHANNELS = 99;

    private final List<Plane> planes;

    public SiteImage(List<Plane> planes) {
        if (planes.isEmpty() || planes.size() > MAX_CHANNELS) {
            throw new IllegalArgumentException(planes.size() + " planes; expected 1 to " + MAX_CHANNELS);
        }
        Plane first = planes.getFirst();
        for (Plane plane : planes) {
            if (plane.width() != first.width() || plane.height() != first.height()) {
                throw new IllegalArgumentException("planes of one site differ in size: " + first + " and " + plane);
            }
            if (plane.depth() != first.depth()) {
                throw new IllegalArgumentException("planes of one site differ in depth: " + first + " and " + plane);
            }
        }
        this.planes = List.copyOf(planes);
    }

    public int channels() {
        return planes.size();
    }

    public int width() {
        return planes.getFirst().width();
    }

    public int height() {
        return planes.getFirst().height();
    }

    public Depth depth() {
        return planes.getFirst().depth();
    }

    /**
     * The plane of a channel.
     *
     * @param channel from 0
     */
    public Plane plane(int channel) {
        return planes.get(channel);
    }

    public List<Plane> planes() {
        return planes;
    }

    /** What the pixels of each channel mean. */
    public List<LevelUnit> units() {
        return planes.stream().map(Plane::unit).toList();
    }

    /** What the pixels of each channel mean once they are averaged. */
    public List<LevelUnit> finestUnits() {
        return planes.stream().map(Plane::finestUnit).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SiteImage site && planes.equals(site.planes);
    }

    @Override
    public int hashCode() {
        return planes.hashCode();
    }

    @Override
    public String toString() {
        return "SiteImage[" + channels() + " x " + width() + "x" + height() + (depth().isSixteen() ? ", 16-bit]" : "]");
    }
}
