package io.wellstream.ingest.source;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a screen writes its labels: as integers ({@code 513}) or as names ({@code sirna_250}, {@code UNTREATED}). Programs that
 * hold a column with gaps as decimals write {@code 513.0}, which is read as {@code 513}.
 */
enum LabelNotation {
    INTEGER,
    NAME;

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");
    private static final Pattern DECIMAL = Pattern.compile("([0-9]{1,9})\\.0*");
    private static final Pattern NUMBERED = Pattern.compile("sirna_([0-9]{1,9})");

    /** The notation of most of a screen's labels. */
    static LabelNotation of(List<String> labels) {
        long written = labels.stream().filter(label -> !label.isEmpty()).count();
        long integers = labels.stream().filter(LabelNotation::isInteger).count();
        return 2 * integers > written ? INTEGER : NAME;
    }

    private static boolean isInteger(String label) {
        return DIGITS.matcher(label).matches() || isDecimal(label);
    }

    /** Whether the label is an integer written with a decimal point. */
    static boolean isDecimal(String label) {
        return DECIMAL.matcher(label).matches();
    }

    boolean fits(String label) {
        return isInteger(label) == (this == INTEGER);
    }

    /** The label without a decimal point. */
    String read(String label) {
        Matcher decimal = DECIMAL.matcher(label);
        return this == INTEGER && decimal.matches() ? decimal.group(1) : label;
    }

    String example() {
        return this == INTEGER ? "an integer such as 513" : "a name such as sirna_250 or UNTREATED";
    }

    /** The number in a label, if it has one. */
    OptionalInt number(String label) {
        if (this == INTEGER) {
            return OptionalInt.of(Integer.parseInt(label));
        }
        Matcher numbered = NUMBERED.matcher(label);
        return numbered.matches() ? OptionalInt.of(Integer.parseInt(numbered.group(1))) : OptionalInt.empty();
    }
}
