package io.wellstream.wire.keys;

import java.util.regex.Pattern;

/** A training run's name, chosen by the user who requested it; safe in keys. */
public record RunId(String name) implements Comparable<RunId> {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    public RunId {
        if (!SAFE.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is not a run's name; expected letters, digits, '.', '_' and '-', 100 at most");
        }
    }

    @Override
    public int compareTo(RunId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
