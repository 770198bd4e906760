package io.wellstream.imaging.screen;

import java.util.Locale;
import java.util.regex.Pattern;

/** A data set's name: lower-case letters, digits and hyphens, 63 at most; the first part of every key. */
public record DatasetId(String name) implements Comparable<DatasetId> {
    private static final Pattern SAFE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public DatasetId {
        if (!SAFE.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name
                    + "' is not a data set's name; expected lower-case letters, digits and hyphens, 63 at most");
        }
    }

    /** The default name for a folder or an archive: {@code RxRx1 (copy)} and its {@code .zip} give {@code rxrx1-copy}. */
    public static DatasetId fromFile(String file) {
        String name = file.toLowerCase(Locale.ROOT)
                .replaceAll("\\.zip$", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("'" + file + "' gives no data set name; choose one");
        }
        return new DatasetId(name.substring(0, Math.min(63, name.length())));
    }

    @Override
    public int compareTo(DatasetId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
