package io.wellstream.imaging.screen;

import java.util.Comparator;

/**
 * A plate of an experiment, e.g. {@code HEPG2-08/1}.
 *
 * @param number from 1
 */
public record PlateId(ExperimentId experiment, int number) implements Comparable<PlateId> {
    private static final Comparator<PlateId> ORDER =
            Comparator.comparing(PlateId::experiment).thenComparingInt(PlateId::number);

    public PlateId {
        if (number < 1 || number > 9_999) {
            throw new IllegalArgumentException("plate " + number + " of " + experiment + "; expected 1 to 9999");
        }
    }

    @Override
    public int compareTo(PlateId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return experiment + "/" + number;
    }
}
