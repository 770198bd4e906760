package io.wellstream.wire.kafka;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which entries a table keeps, and where.
 *
 * @param prefixes what the keys begin with; empty for all keys
 * @param folder on a local disk, for this process alone; empty for memory
 */
public record Kept(Set<String> prefixes, Optional<Path> folder) {
    public Kept {
        prefixes = Set.copyOf(prefixes);
    }

    boolean has(String key) {
        return prefixes.isEmpty() || prefixes.stream().anyMatch(key::startsWith);
    }

    /** The prefixes as text, equal for equal sets. */
    String describe() {
        return String.join(",", new TreeSet<>(prefixes));
    }
}
