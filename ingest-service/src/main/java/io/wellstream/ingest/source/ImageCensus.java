package io.wellstream.ingest.source;

import io.wellstream.imaging.screen.Channel;
import io.wellstream.imaging.screen.ImagePattern;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.Screen;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.ingest.files.SourceFiles;
import io.wellstream.ingest.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The image files that a screen has, compared with those that its rows name. It finds files whose names are spelled differently, files
 * that no row names, plates without any image, and plates that lack a site in all wells.
 */
final class ImageCensus {
    private static final int MOST_UNNAMED = 100_000;

    private final Screen screen;
    private final boolean sitesVary;
    private final Function<String, Optional<ImagePattern.Image>> anySpelling;
    private final Map<WellId, MetadataRow> rows = new HashMap<>();
    private final Set<Integer> channels = new HashSet<>();
    private final Map<PlateId, Plate> plates = new TreeMap<>();
    private final Map<String, String> spelledDifferently = new HashMap<>();
    private final Map<String, String> exampleInFolder = new HashMap<>();
    private final List<Problem> notes = new ArrayList<>();
    private long unnamed;

    /** What a plate has. */
    private static final class Plate {
        private final Set<Integer> named = new TreeSet<>();
        private final Set<Integer> sites = new TreeSet<>();
        private long expected;
        private long found;
    }

    private ImageCensus(ScreenFile described, List<MetadataRow> rows) {
        this.screen = described.screen();
        this.sitesVary = described.sitesVary();
        this.anySpelling = screen.imaging().pattern().anySpelling();
        screen.channels().stream().map(Channel::number).forEach(channels::add);
        for (MetadataRow row : rows) {
            this.rows.put(row.well(), row);
            Plate plate = plates.computeIfAbsent(row.well().plate(), id -> new Plate());
            plate.named.addAll(row.declaredSites(screen));
            plate.expected += (long) row.declaredSites(screen).size() * filesPerSite();
        }
    }

    /** Lists the screen's files once. */
    static ImageCensus of(SourceFiles files, ScreenFile described, List<MetadataRow> rows) {
        ImageCensus census = new ImageCensus(described, rows);
        files.forEach(census::count);
        return census;
    }

    private int filesPerSite() {
        return screen.imaging().pattern().colour() ? 1 : screen.channels().size();
    }

    private void count(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.startsWith(".") || path.startsWith("__MACOSX/") || !isImage(name)) {
            return;
        }
        ImagePattern pattern = screen.imaging().pattern();
        Optional<ImagePattern.Image> image = anySpelling.apply(path);
        if (image.isEmpty()) {
            note(path, "the image's name does not fit the screen's pattern", "names such as " + pattern);
        } else {
            count(path, image.get());
        }
    }

    private void count(String path, ImagePattern.Image image) {
        SiteId site = image.site();
        MetadataRow row = rows.get(site.well());
        Plate plate = plates.get(site.well().plate());
        if (row == null || plate == null) {
            note(path, "no row names the image's well", "a row for each well, or no image");
            return;
        }
        if (image.channel() > 0 && !channels.contains(image.channel())) {
            note(path, "the screen has no channel '" + image.channel() + "'", "channels " + numbers(channels));
            return;
        }
        if (!row.declaredSites(screen).contains(site.number())) {
            note(path, "the well has no site '" + site.number() + "'", "sites " + numbers(row.declaredSites(screen)));
            return;
        }
        String subset = image.subset();
        if (!subset.isEmpty() && !subset.equalsIgnoreCase(row.subsetFolder())) {
            note(path, "the image's folder is not that of its row's part", "folder " + row.subsetFolder());
            return;
        }
        plate.found++;
        plate.sites.add(site.number());
        String expected = screen.imaging().pattern().path(row.subsetFolder(), site, image.channel());
        if (!path.equals(expected)) {
            String other = spelledDifferently.putIfAbsent(expected, path);
            if (other != null) {
                plate.found--;
                note(path, "the image is '" + other + "' too", "each image once");
            }
        }
    }

    private void note(String path, String found, String expected) {
        exampleInFolder.putIfAbsent(path.substring(0, path.lastIndexOf('/') + 1), path);
        if (++unnamed <= MOST_UNNAMED) {
            notes.add(Problem.ofFile(path, found, expected));
        }
    }

    private static boolean isImage(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".png") || lower.endsWith(".tif") || lower.endsWith(".tiff");
    }

    private static String numbers(Iterable<Integer> numbers) {
        List<String> texts = new ArrayList<>();
        numbers.forEach(number -> texts.add(String.valueOf(number)));
        return String.join(", ", texts);
    }

    /** The path of a file whose name is another spelling of the expected one. */
    Optional<String> spelledDifferently(String expected) {
        return Optional.ofNullable(spelledDifferently.get(expected));
    }

    /** An image in the same folder as an expected one that no row names. */
    Optional<String> otherInFolderOf(String expected) {
        return Optional.ofNullable(exampleInFolder.get(expected.substring(0, expected.lastIndexOf('/') + 1)));
    }

    /** Whether the plate has no image at all. */
    boolean isWithoutImages(PlateId plate) {
        Plate found = plates.get(plate);
        return found != null && found.found == 0;
    }

    /** The sites of a well that at least one well of its plate has. */
    List<Integer> sites(MetadataRow row) {
        Plate plate = plates.get(row.well().plate());
        List<Integer> declared = row.declaredSites(screen);
        if (plate == null || plate.sites.isEmpty() || !sitesVary) {
            return declared;
        }
        return declared.stream().filter(plate.sites::contains).toList();
    }

    /** The plates without any image: one problem each. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        plates.forEach((id, plate) -> {
            if (plate.found == 0) {
                problems.add(Problem.ofPlate(
                        id,
                        "the plate has 0 of %,d images".formatted(plate.expected),
                        "images such as " + anyPath(id)));
            }
        });
        return problems;
    }

    private String anyPath(PlateId plate) {
        return rows.values().stream()
                .filter(row -> row.well().plate().equals(plate))
                .min((a, b) -> a.well().compareTo(b.well()))
                .map(row -> screen.imaging()
                        .pattern()
                        .path(
                                row.subsetFolder(),
                                new SiteId(row.well(), row.declaredSites(screen).getFirst()),
                                screen.channels().getFirst().number()))
                .orElse("");
    }

    /** What is worth knowing: images that no row names, and sites that a whole plate lacks. */
    List<Problem> notes() {
        List<Problem> all = new ArrayList<>(notes);
        if (unnamed > MOST_UNNAMED) {
            all.add(Problem.ofFile("", "%,d more images that no row names".formatted(unnamed - MOST_UNNAMED), ""));
        }
        plates.forEach((id, plate) -> {
            List<Integer> lacking =
                    plate.named.stream().filter(site -> !plate.sites.contains(site)).toList();
            if (sitesVary && plate.found > 0 && !lacking.isEmpty()) {
                all.add(Problem.ofPlate(
                        id,
                        "no well of the plate has site '" + numbers(lacking) + "'; its wells are read with "
                                + plate.sites.size() + " of " + plate.named.size() + " sites",
                        ""));
            }
        });
        return all;
    }
}
