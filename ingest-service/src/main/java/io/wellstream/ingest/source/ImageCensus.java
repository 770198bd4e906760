package io.wellstream.ingest.source;

import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.Screen;
import io.wellstream.ingest.files.SourceFiles;
import io.wellstream.ingest.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The image files that a screen has, compared with those that its rows name. It finds files whose names are spelled differently, files
 * that no row names, plates without any image, and plates that lack a site in all wells.
 */
final class ImageCensus {
    private static final int MOST_UNNAMED = 100_000;

    private final Screen screen;
    private final boolean sitesVary;
    private final ImageFinder finder;
    private final Map<PlateId, Plate> plates = new TreeMap<>();
    private final Map<String, String> spelledDifferently = new HashMap<>();
    private final Map<String, String> exampleInFolder = new HashMap<>();
    private final List<Problem> notes = new ArrayList<>();
    private long unnamed;

    /** What a plate should have, and what it has. */
    private static final class Plate {
        private final Set<Integer> named = new TreeSet<>();
        private final Set<Integer> sites = new TreeSet<>();
        private final String example;
        private long expected;
        private long found;

        Plate(String example) {
            this.example = example;
        }
    }

    private ImageCensus(ScreenFile described, List<MetadataRow> rows) {
        this.screen = described.screen();
        this.sitesVary = described.sitesVary();
        boolean filesNamed = rows.stream()
                .anyMatch(row -> row.sites().files().values().stream().anyMatch(paths -> !paths.isEmpty()));
        this.finder = filesNamed ? new FileFinder(rows) : new PatternFinder(screen, rows);
        for (MetadataRow row : rows) {
            List<Integer> sites = row.declaredSites(screen);
            Plate plate = plates.computeIfAbsent(
                    row.well().plate(), id -> new Plate(row.path(screen, sites.getFirst(), firstChannel())));
            plate.named.addAll(sites);
            plate.expected += (long) sites.size() * filesPerSite();
        }
    }

    /** Lists the screen's files once. */
    static ImageCensus of(SourceFiles files, ScreenFile described, List<MetadataRow> rows) {
        ImageCensus census = new ImageCensus(described, rows);
        files.forEach(census::count);
        return census;
    }

    private int firstChannel() {
        return screen.imaging().pattern().allChannels()
                ? 0
                : screen.channels().getFirst().number();
    }

    private int filesPerSite() {
        return screen.imaging().pattern().allChannels() ? 1 : screen.channels().size();
    }

    private void count(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.startsWith(".") || path.startsWith("__MACOSX/") || !isImage(name)) {
            return;
        }
        switch (finder.find(path)) {
            case ImageFinder.Named named -> count(path, named);
            case ImageFinder.Unnamed why -> note(path, why.problem(), why.expected());
        }
    }

    private void count(String path, ImageFinder.Named named) {
        if (!path.equals(named.expected())) {
            String other = spelledDifferently.putIfAbsent(named.expected(), path);
            if (other != null) {
                note(path, "the image is '" + other + "' too", "each image once");
                return;
            }
        }
        Plate plate = plates.get(named.row().well().plate());
        if (plate != null) {
            plate.found++;
            plate.sites.add(named.site());
        }
    }

    private void note(String path, String found, String expected) {
        exampleInFolder.putIfAbsent(folder(path), path);
        if (++unnamed <= MOST_UNNAMED) {
            notes.add(Problem.ofFile(path, found, expected));
        }
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private static boolean isImage(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".png") || lower.endsWith(".tif") || lower.endsWith(".tiff");
    }

    /** The path of a file whose name is another spelling of the expected one. */
    Optional<String> spelledDifferently(String expected) {
        return Optional.ofNullable(spelledDifferently.get(expected));
    }

    /** An image in the same folder as an expected one that no row names. */
    Optional<String> otherInFolderOf(String expected) {
        return Optional.ofNullable(exampleInFolder.get(folder(expected)));
    }

    /** Whether the plate has no image at all. */
    boolean isWithoutImages(PlateId plate) {
        Plate known = plates.get(plate);
        return known != null && known.found == 0;
    }

    /** The sites of a well; if their number varies, those that at least one well of its plate has. */
    List<Integer> sites(MetadataRow row) {
        Plate plate = plates.get(row.well().plate());
        List<Integer> declared = row.declaredSites(screen);
        return plate == null || plate.sites.isEmpty() || !sitesVary
                ? declared
                : declared.stream().filter(plate.sites::contains).toList();
    }

    /** The plates without any image: one problem each. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        plates.forEach((id, plate) -> {
            if (plate.found == 0) {
                String found = "the plate has 0 of %,d images".formatted(plate.expected);
                problems.add(Problem.ofPlate(id, found, "images such as " + plate.example));
            }
        });
        return problems;
    }

    /** What is worth knowing: images that no row names, and sites that a whole plate lacks. */
    List<Problem> notes() {
        List<Problem> all = new ArrayList<>(notes);
        if (unnamed > MOST_UNNAMED) {
            all.add(Problem.ofFile("", "%,d more images that no row names".formatted(unnamed - MOST_UNNAMED), ""));
        }
        plates.forEach((id, plate) -> {
            List<Integer> lacking = plate.named.stream()
                    .filter(site -> !plate.sites.contains(site))
                    .toList();
            if (sitesVary && plate.found > 0 && !lacking.isEmpty()) {
                String says = "no well of the plate has site '" + PatternFinder.numbers(lacking)
                        + "'; its wells are read with " + plate.sites.size() + " of " + plate.named.size() + " sites";
                all.add(Problem.ofPlate(id, says, ""));
            }
        });
        return all;
    }
}
