package io.wellstream.local.status.sample;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The labels of a series, without the metric's name. */
public record Labels(SortedMap<String, String> values) {
    public static final Labels NONE = new Labels(new TreeMap<>());

    public Labels {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    public static Labels of(Map<String, String> values) {
        return new Labels(new TreeMap<>(values));
    }

    /** The value of a label; empty for an absent label, as in PromQL. */
    public String get(String name) {
        return values.getOrDefault(name, "");
    }

    /** These labels and others; the others take precedence. */
    public Labels with(Labels others) {
        TreeMap<String, String> all = new TreeMap<>(values);
        all.putAll(others.values);
        return new Labels(all);
    }

    public Labels only(Collection<String> names) {
        TreeMap<String, String> kept = new TreeMap<>(values);
        kept.keySet().retainAll(names);
        return new Labels(kept);
    }

    public Labels without(Collection<String> names) {
        TreeMap<String, String> kept = new TreeMap<>(values);
        kept.keySet().removeAll(names);
        return new Labels(kept);
    }
}
