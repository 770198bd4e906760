package io.wellstream.imaging.screen;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads positions on plates in every usual spelling: {@code B03}, {@code B3}, {@code b03}, {@code AA01}, {@code B-03}, {@code r02c03}. */
public final class WellSpelling {
    private static final Pattern LETTERS = Pattern.compile("([A-Za-z]{1,2})[ _-]?0{0,2}([1-9][0-9]?)");
    private static final Pattern NUMBERS = Pattern.compile("[Rr]0{0,2}([1-9][0-9]?)[ _-]?[Cc]0{0,2}([1-9][0-9]?)");

    private WellSpelling() {}

    /**
     * The position of a row, as letters or as a number from 1, and a column.
     *
     * @throws IllegalArgumentException if no plate of up to 1,536 wells has it
     */
    public static WellPosition parse(String row, String column) {
        return parse(row.matches("[0-9]+") ? "r" + row + "c" + column : row + column);
    }

    /** The position; throws {@link IllegalArgumentException} for anything that is not a well of a plate of up to 1,536 wells. */
    public static WellPosition parse(String text) {
        Matcher letters = LETTERS.matcher(text);
        if (letters.matches()) {
            int column = Integer.parseInt(letters.group(2));
            String row = letters.group(1).toUpperCase(Locale.ROOT);
            return WellPosition.parse(row + (column < 10 ? "0" : "") + column);
        }
        Matcher numbers = NUMBERS.matcher(text);
        if (numbers.matches()) {
            return new WellPosition(Integer.parseInt(numbers.group(1)) - 1, Integer.parseInt(numbers.group(2)));
        }
        throw new IllegalArgumentException("'" + text + "' is not a well; expected e.g. B03, B3 or r02c03");
    }
}
