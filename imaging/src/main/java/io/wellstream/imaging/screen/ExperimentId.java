package io.wellstream.imaging.screen;

import java.util.regex.Pattern;

/** An experiment (one batch of plates processed together), e.g. {@code HEPG2-08}. Its name is safe in paths and keys. */
public record ExperimentId(String name) implements Comparable<ExperimentId> {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    public ExperimentId {
        if (!SAFE.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name
                    + "' is not an experiment's name; expected letters, digits, '.', '_' and '-', 63 at most");
        }
    }

    @Override
    public int compareTo(ExperimentId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
