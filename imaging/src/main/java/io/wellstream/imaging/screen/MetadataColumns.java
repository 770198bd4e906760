package io.wellstream.imaging.screen;

/**
 * How a screen's metadata names labels and controls.
 *
 * @param label the column that holds a row's label, e.g. {@code sirna}
 * @param control the column of the controls files that holds the kind of control, e.g. {@code well_type}
 * @param negativeControl its value for untreated wells
 * @param positiveControl its value for wells with a treatment of known strong effect
 */
public record MetadataColumns(String label, String control, String negativeControl, String positiveControl) {
    public MetadataColumns {
        for (String name : new String[] {label, control, negativeControl, positiveControl}) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("a column or value of the metadata without a name");
            }
        }
        if (label.equals(control)) {
            throw new IllegalArgumentException("column '" + label + "' cannot hold both label and kind of control");
        }
        if (negativeControl.equals(positiveControl)) {
            throw new IllegalArgumentException("'" + negativeControl + "' cannot mean both kinds of control");
        }
    }
}
