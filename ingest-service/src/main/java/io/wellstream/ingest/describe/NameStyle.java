package io.wellstream.ingest.describe;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How an instrument or a program names image files: an expression with the groups row and column or well, site and channel. */
enum NameStyle {
    /** PerkinElmer's Operetta and Opera Phenix. */
    HARMONY("(?i)r(?<row>[0-9]{2})c(?<column>[0-9]{2})f(?<site>[0-9]{2,3})p[0-9]{2}-ch(?<channel>[0-9]{1,2}).*"),
    /** Yokogawa's CellVoyager. */
    CELL_VOYAGER("(?i).*_(?<well>[A-P][0-9]{2})_T[0-9]+F(?<site>[0-9]+)L[0-9]+A[0-9]+Z[0-9]+C(?<channel>[0-9]{1,2}).*"),
    /** RxRx1, ImageXpress and many others. */
    LETTERED("(?i)(?:.*[_-])?(?<well>[A-Z]{1,2}[0-9]{1,3})[_-](?:s|site|f|field)?(?<site>[0-9]{1,3})[_-]"
            + "(?:w|ch|c|d|channel)?(?<channel>[0-9]{1,2}).*"),
    /** One image per well and channel. */
    ONE_SITE("(?i)(?:.*[_-])?(?<well>[A-Z]{1,2}[0-9]{1,3})[_-](?:w|ch|c|channel)(?<channel>[0-9]{1,2}).*"),
    /** One file per site, with all channels as its pages. */
    PAGES("(?i)(?:.*[_-])?(?<well>[A-Z]{1,2}[0-9]{1,3})[_-](?:s|site|f|field)(?<site>[0-9]{1,3})(?:[._-].*)"),
    /** One file per well, with all channels as its pages. */
    PAGES_OF_WELL("(?i)(?:.*[_-])?(?<well>[A-Z]{1,2}[0-9]{1,3})(?:\\.ome)?\\.tiff?");

    private static final List<String> GROUPS = List.of("row", "column", "well", "site", "channel");

    private final Pattern pattern;

    NameStyle(String regex) {
        this.pattern = Pattern.compile(regex);
    }

    /** The parts of a name in this style; empty if it has another. */
    Optional<Matcher> match(String name) {
        Matcher matcher = pattern.matcher(name);
        return matcher.matches() ? Optional.of(matcher) : Optional.empty();
    }

    boolean has(String group) {
        return pattern.namedGroups().containsKey(group);
    }

    /** The groups that the style has, in the order in which they are in names. */
    List<String> groups() {
        return GROUPS.stream().filter(this::has).toList();
    }
}
