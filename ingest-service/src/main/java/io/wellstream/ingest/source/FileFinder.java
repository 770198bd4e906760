package io.wellstream.ingest.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds images by the paths that the rows name. A row's path may begin with folders that the screen does not have, such as the place
 * where the microscope wrote it: a file is the one whose path agrees from the end on.
 */
final class FileFinder implements ImageFinder {
    private final Map<String, List<Named>> byName = new HashMap<>();

    FileFinder(Collection<MetadataRow> rows) {
        for (MetadataRow row : rows) {
            row.sites().files().forEach((site, paths) -> paths.values()
                    .forEach(path -> byName.computeIfAbsent(name(path), name -> new ArrayList<>(1))
                            .add(new Named(row, site, path))));
        }
    }

    @Override
    public Found find(String path) {
        List<Named> alike = byName.getOrDefault(name(path), List.of());
        List<Named> fitting =
                alike.stream().filter(named -> agree(path, named.expected())).toList();
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        return alike.size() == 1
                ? alike.getFirst()
                : new Unnamed(
                        alike.isEmpty() ? "no row names the image" : "several rows name an image of this name",
                        alike.isEmpty() ? "a row for each image, or no image" : "rows with the image's folder");
    }

    /** Whether the shorter path is the end of the longer one. */
    private static boolean agree(String path, String expected) {
        String one = "/" + path.toLowerCase(Locale.ROOT);
        String other = "/" + expected.toLowerCase(Locale.ROOT);
        return one.endsWith(other) || other.endsWith(one);
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }
}
