package io.wellstream.wire.keys;

import io.wellstream.imaging.screen.DatasetId;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The data sets that a service works for. It keeps the wells of no others.
 *
 * @param named empty for all
 */
public record DatasetFilter(Set<DatasetId> named) {
    /** All data sets. */
    public static final DatasetFilter ALL = new DatasetFilter(Set.of());

    public DatasetFilter {
        named = Set.copyOf(named);
    }

    /** @param names as in a setting; empty for all */
    public static DatasetFilter of(Collection<String> names) {
        return new DatasetFilter(names.stream().map(DatasetId::new).collect(Collectors.toSet()));
    }

    public boolean has(DatasetId dataset) {
        return named.isEmpty() || named.contains(dataset);
    }

    /** Whether a record is of one of them; its key begins with the name of its data set. */
    public boolean hasKey(String key) {
        return named.isEmpty() || prefixes().stream().anyMatch(key::startsWith);
    }

    /** What the keys of their records begin with; empty for all keys. */
    public Set<String> prefixes() {
        return named.stream().map(MessageKeys::dataset).collect(Collectors.toSet());
    }

    /** E.g. {@code demo, rxrx1}, or {@code all}. */
    @Override
    public String toString() {
        return named.isEmpty()
                ? "all"
                : String.join(
                        ", ", new TreeSet<>(named.stream().map(DatasetId::name).toList()));
    }
}
