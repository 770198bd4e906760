package io.wellstream.imaging.screen;

/** The treatment of a well, by its label in the metadata: {@code sirna_250}, {@code 513}, {@code UNTREATED}. */
public record Treatment(String label) implements Comparable<Treatment> {
    public Treatment {
        if (label.isBlank() || label.length() > 200 || !label.equals(label.strip())) {
            throw new IllegalArgumentException("'" + label
                    + "' is not a treatment's label; expected 1 to 200 characters without leading or trailing blanks");
        }
    }

    /** Compares the labels' characters, so that a sorted class list is the same everywhere. */
    @Override
    public int compareTo(Treatment other) {
        return label.compareTo(other.label);
    }

    @Override
    public String toString() {
        return label;
    }
}
