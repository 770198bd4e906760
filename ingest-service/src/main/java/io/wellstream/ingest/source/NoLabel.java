package io.wellstream.ingest.source;

import io.wellstream.proto.v1.WellRole;
import java.util.Locale;
import java.util.Set;

/** What tables write where a well has no label: {@code nan}, {@code NA}, {@code EMPTY_control}. It must not become a class. */
final class NoLabel {
    private static final Set<String> WORDS =
            Set.of("nan", "na", "n/a", "#n/a", "<na>", "null", "none", "nil", "undefined", "-", "?");
    private static final String EMPTY = "empty";

    private NoLabel() {}

    /** Whether the text says that there is no label. An untreated well may be labelled as empty. */
    static boolean isMeantBy(String label, WellRole role) {
        String lower = label.toLowerCase(Locale.ROOT);
        boolean empty = lower.equals(EMPTY) || lower.startsWith(EMPTY + "_") || lower.startsWith(EMPTY + " ");
        return WORDS.contains(lower) || (empty && role != WellRole.WELL_ROLE_NEGATIVE_CONTROL);
    }
}
