package io.wellstream.imaging.screen;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * A plate of an experiment, e.g. {@code HEPG2-08/1} or {@code 2021-04-26/BR00117035}.
 *
 * @param name a number from 1 to 9999 without leading zeros, or a name such as a barcode, which is safe in paths and keys
 */
public record PlateId(ExperimentId experiment, String name) implements Comparable<PlateId> {
    private static final int MOST = 9_999;
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,3}");
    private static final Pattern PADDED = Pattern.compile("0[0-9]{0,3}");
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Comparator<PlateId> ORDER = Comparator.comparing(PlateId::experiment)
            .thenComparing(plate -> plate.number() == 0)
            .thenComparingInt(PlateId::number)
            .thenComparing(PlateId::name);

    /** A numbered plate. */
    public PlateId(ExperimentId experiment, int number) {
        this(experiment, checked(experiment, number));
    }

    private static String checked(ExperimentId experiment, int number) {
        if (number < 1 || number > MOST) {
            throw new IllegalArgumentException("plate " + number + " of " + experiment + "; expected 1 to " + MOST);
        }
        return Integer.toString(number);
    }

    public PlateId {
        if (PADDED.matcher(name).matches() || !SAFE.matcher(name).matches()) {
            throw new IllegalArgumentException("plate " + name + " of " + experiment
                    + "; expected 1 to 9999, or a name of letters, digits, '.', '_' and '-', 63 at most");
        }
    }

    /** The plate's number; 0 if it has a name. */
    public int number() {
        return NUMBER.matcher(name).matches() ? Integer.parseInt(name) : 0;
    }

    @Override
    public int compareTo(PlateId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return experiment + "/" + name;
    }
}
