package io.wellstream.ingest.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The sites that the metadata name for a well and, if they name files, the file of each channel.
 *
 * @param files the path of each channel by its number, by site; without paths if the screen's pattern gives them
 */
record SiteFiles(SortedMap<Integer, SortedMap<Integer, String>> files) {
    /** The metadata name no sites: the well has all sites of the screen. */
    static final SiteFiles ALL = new SiteFiles(new TreeMap<>());

    /** One site, whose files follow from the screen's pattern. */
    static SiteFiles of(int site) {
        return of(site, new TreeMap<>());
    }

    /** One site with the paths of some of its channels. */
    static SiteFiles of(int site, Map<Integer, String> paths) {
        SortedMap<Integer, SortedMap<Integer, String>> files = new TreeMap<>();
        files.put(site, new TreeMap<>(paths));
        return new SiteFiles(files);
    }

    List<Integer> sites() {
        return new ArrayList<>(files.keySet());
    }

    /** The path that the metadata give; empty if they give none. */
    Optional<String> path(int site, int channel) {
        return Optional.ofNullable(files.getOrDefault(site, new TreeMap<>()).get(channel));
    }

    /** Adds the other's sites and files; empty if a site, or a channel of a site, is in both. */
    Optional<SiteFiles> with(SiteFiles other) {
        SortedMap<Integer, SortedMap<Integer, String>> both = new TreeMap<>(files);
        for (Map.Entry<Integer, SortedMap<Integer, String>> site : other.files.entrySet()) {
            SortedMap<Integer, String> mine = both.get(site.getKey());
            if (mine == null) {
                both.put(site.getKey(), site.getValue());
                continue;
            }
            boolean repeated = mine.isEmpty()
                    || site.getValue().isEmpty()
                    || site.getValue().keySet().stream().anyMatch(channel -> mine.containsKey(channel));
            if (repeated) {
                return Optional.empty();
            }
            SortedMap<Integer, String> channels = new TreeMap<>(mine);
            channels.putAll(site.getValue());
            both.put(site.getKey(), channels);
        }
        return Optional.of(new SiteFiles(both));
    }
}
