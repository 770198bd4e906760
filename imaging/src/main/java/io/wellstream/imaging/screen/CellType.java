package io.wellstream.imaging.screen;

import java.util.regex.Pattern;

/** A cell type, e.g. {@code HUVEC}: the part of an experiment's name before the last hyphen. */
public record CellType(String name) implements Comparable<CellType> {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,30}");

    public CellType {
        if (!SAFE.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is not a cell type; expected letters, digits, '.', '_' and '-', 31 at most");
        }
    }

    /** The cell type of an experiment named {@code {cell type}-{number}}. */
    public static CellType of(ExperimentId experiment) {
        int hyphen = experiment.name().lastIndexOf('-');
        if (hyphen < 1) {
            throw new IllegalArgumentException(
                    "experiment '" + experiment + "' does not name its cell type; expected e.g. HUVEC-01");
        }
        return new CellType(experiment.name().substring(0, hyphen));
    }

    @Override
    public int compareTo(CellType other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
