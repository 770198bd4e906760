package io.wellstream.imaging.normalize;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which pixels a sample's scale and offset are computed from. */
public enum NormalizationKind {
    /** None: grey levels are divided by the greatest one, 255 or 65,535. */
    UNIT,
    /** Those of the training experiments, fixed with the model. */
    DATASET,
    /** Those of the sample's own site. */
    SAMPLE,
    /** Those of all known sites of its plate. */
    PLATE,
    /** Those of all known sites of its experiment. */
    EXPERIMENT,
    /** Those of its plate's controls, with equal weight for each treatment. */
    CONTROLS;

    /** Reads what {@link #toString} writes. */
    public static NormalizationKind parse(String text) {
        for (NormalizationKind kind : values()) {
            if (kind.toString().equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not a normalisation; expected "
                + Arrays.stream(values()).map(NormalizationKind::toString).collect(Collectors.joining(", ")));
    }

    /** Whether it uses unlabelled wells of the experiments to be predicted. */
    public boolean transductive() {
        return this == PLATE || this == EXPERIMENT;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
