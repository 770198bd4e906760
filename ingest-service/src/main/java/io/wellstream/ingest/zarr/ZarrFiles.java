package io.wellstream.ingest.zarr;

import io.wellstream.imaging.screen.WellPosition;
import io.wellstream.ingest.files.BadFileException;
import io.wellstream.ingest.files.SourceFiles;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A screen's files and, for each OME-Zarr plate among them, its planes as files: channel 2 of the first field of well B03 of
 * {@code plate.zarr} is {@code plate.zarr/B03_s1_w2.tif}. Such a file is made when it is read, without loss, and always with the same bytes.
 * A plate is a folder whose name ends in {@code .zarr}, or the whole screen.
 */
public final class ZarrFiles implements SourceFiles {
    private static final String FOLDER = ".zarr";
    private static final Pattern IMAGE =
            Pattern.compile("(?:(.*\\.zarr)/)?([A-Z]{1,2}[0-9]{2})_s([1-9][0-9]{0,2})_w([1-9][0-9]?)\\.tif");

    private final SourceFiles files;
    private final Map<String, Optional<ZarrPlate>> plates = new ConcurrentHashMap<>();

    /** @param files closed with this */
    public ZarrFiles(SourceFiles files) {
        this.files = files;
    }

    /** One plane of a plate. */
    private record Plane(ZarrPlate plate, WellPosition well, int field, int channel) {}

    private Optional<ZarrPlate> plate(String root) {
        return plates.computeIfAbsent(root, key -> ZarrPlate.at(files, key));
    }

    private Optional<Plane> plane(String path) {
        Matcher name = IMAGE.matcher(path);
        if (!name.matches()) {
            return Optional.empty();
        }
        try {
            WellPosition well = WellPosition.parse(name.group(2));
            return plate(name.group(1) == null ? "" : name.group(1) + "/")
                    .map(plate ->
                            new Plane(plate, well, Integer.parseInt(name.group(3)), Integer.parseInt(name.group(4))));
        } catch (IllegalArgumentException noWell) {
            return Optional.empty();
        }
    }

    @Override
    public boolean has(String path) {
        return plane(path)
                .map(plane -> plane.plate.has(plane.well, plane.field, plane.channel))
                .orElseGet(() -> files.has(path));
    }

    @Override
    public void forEach(Consumer<String> visitor) {
        Map<String, Set<String>> inPlates = new TreeMap<>();
        boolean whole = plate("").isPresent();
        files.forEach(path -> {
            visitor.accept(path);
            int end = path.indexOf(FOLDER + "/");
            if (whole || end >= 0) {
                String root = whole ? "" : path.substring(0, end + FOLDER.length() + 1);
                ZarrPlate.fieldOf(path.substring(root.length()))
                        .ifPresent(field -> inPlates.computeIfAbsent(root, key -> new TreeSet<>())
                                .add(field));
            }
        });
        inPlates.forEach((root, fields) -> plate(root).ifPresent(plate -> plate.names(fields, visitor)));
    }

    @Override
    public long size(String path) {
        return plane(path).map(plane -> plane.plate.memory()).orElseGet(() -> files.size(path));
    }

    @Override
    public Optional<byte[]> read(String path, long most) throws BadFileException {
        Optional<Plane> plane = plane(path);
        return plane.isEmpty()
                ? files.read(path, most)
                : plane.get().plate.read(plane.get().well, plane.get().field, plane.get().channel, most);
    }

    @Override
    public void close() {
        files.close();
    }
}
