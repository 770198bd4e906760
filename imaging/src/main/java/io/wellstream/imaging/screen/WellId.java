package io.wellstream.imaging.screen;

import java.util.Comparator;

/** A well of a data set: experiment, plate and position, written {@code HEPG2-08/1/B03}. */
public record WellId(PlateId plate, WellPosition position) implements Comparable<WellId> {
    private static final Comparator<WellId> ORDER =
            Comparator.comparing(WellId::plate).thenComparing(WellId::position);

    public static WellId of(String experiment, int plate, String position) {
        return new WellId(new PlateId(new ExperimentId(experiment), plate), WellPosition.parse(position));
    }

    /** @param plate its number or name */
    public static WellId of(String experiment, String plate, String position) {
        return new WellId(new PlateId(new ExperimentId(experiment), plate), WellPosition.parse(position));
    }

    /** Parses what {@link #toString} writes. */
    public static WellId parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("'" + text + "' is not a well; expected e.g. HEPG2-08/1/B03");
        }
        return of(parts[0], parts[1], parts[2]);
    }

    public ExperimentId experiment() {
        return plate.experiment();
    }

    @Override
    public int compareTo(WellId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return plate + "/" + position;
    }
}
