package io.wellstream.local.cli.terminal;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An error that the user can correct; shown as one line without a stack trace. */
public class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int MOST_NAMES = 10;

    public UserError(String message) {
        super(message);
    }

    public UserError(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Something does not exist.
     *
     * @param what e.g. {@code data set}
     * @param known the names that exist
     */
    public static UserError doesNotExist(String what, String name, Collection<String> known) {
        return new UserError(what + " '" + name + "' does not exist; there are: " + closest(name, known));
    }

    /** At most ten names; if there are more, those that begin most like the wanted one. */
    public static String closest(String wanted, Collection<String> known) {
        List<String> names = known.stream().distinct().sorted().toList();
        if (names.size() <= MOST_NAMES) {
            return names.isEmpty() ? "none" : String.join(", ", names);
        }
        List<String> chosen = names.stream()
                .sorted(mostSimilarTo(wanted))
                .limit(MOST_NAMES)
                .sorted()
                .toList();
        return String.join(", ", chosen) + " and " + (names.size() - MOST_NAMES) + " more";
    }

    /** Names that begin like the wanted one first; among equals, those of similar length. */
    public static Comparator<String> mostSimilarTo(String wanted) {
        return Comparator.comparingInt((String name) -> -sharedPrefix(name, wanted))
                .thenComparingInt(name -> Math.abs(name.length() - wanted.length()));
    }

    private static int sharedPrefix(String a, String b) {
        int length = 0;
        while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
            length++;
        }
        return length;
    }
}
