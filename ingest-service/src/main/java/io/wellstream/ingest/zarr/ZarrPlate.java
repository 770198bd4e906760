package io.wellstream.ingest.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import io.wellstream.imaging.screen.WellPosition;
import io.wellstream.imaging.screen.WellSpelling;
import io.wellstream.ingest.files.BadFileException;
import io.wellstream.ingest.files.SourceFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A plate as OME-Zarr 0.4 and 0.5 describe it. The images of a well are its sites, numbered from 1 in the order of the metadata. */
final class ZarrPlate {
    private static final Pattern FIELD = Pattern.compile("([^/]+/[^/]+/[^/]+)/(?:zarr\\.json|\\.zattrs)");
    private static final String SAFE = "[A-Za-z0-9_.-]*[A-Za-z0-9_-][A-Za-z0-9_.-]*";
    private static final int MOST_CHANNELS = 99;

    private final SourceFiles files;
    private final String root;
    private final Map<WellPosition, String> wells;
    private final Map<WellPosition, List<String>> fields = new ConcurrentHashMap<>();
    private final Map<String, ZarrArray> arrays = new ConcurrentHashMap<>();

    private ZarrPlate(SourceFiles files, String root, Map<WellPosition, String> wells) {
        this.files = files;
        this.root = root;
        this.wells = wells;
    }

    /**
     * The plate in a folder; empty if it has none.
     *
     * @param root the folder, with its slash
     */
    static Optional<ZarrPlate> at(SourceFiles files, String root) {
        try {
            JsonNode plate = ZarrJson.attributes(files, root).path("plate");
            return plate.isMissingNode() ? Optional.empty() : Optional.of(new ZarrPlate(files, root, wells(plate)));
        } catch (BadFileException unreadable) {
            return Optional.empty();
        }
    }

    private static Map<WellPosition, String> wells(JsonNode plate) {
        Map<WellPosition, String> wells = new HashMap<>();
        for (JsonNode well : plate.path("wells")) {
            String path = well.path("path").asText();
            String[] parts = path.split("/", -1);
            if (parts.length == 2 && parts[0].matches(SAFE) && parts[1].matches(SAFE)) {
                try {
                    wells.put(WellSpelling.parse(parts[0], parts[1]), path);
                } catch (IllegalArgumentException noWell) {
                    // no row can name it
                }
            }
        }
        return wells;
    }

    /** The folder of a field, if a path is that of its metadata; relative to the plate. */
    static Optional<String> fieldOf(String path) {
        Matcher field = FIELD.matcher(path);
        return field.matches() ? Optional.of(field.group(1)) : Optional.empty();
    }

    /**
     * The names of all planes.
     *
     * @param found the folders of the fields that exist
     */
    void names(Set<String> found, Consumer<String> visitor) {
        Map<String, Integer> counts = new TreeMap<>();
        found.forEach(field -> counts.merge(field.substring(0, field.lastIndexOf('/')), 1, Integer::sum));
        int channels = first().map(ZarrArray::channels).orElse(1);
        wells.forEach((position, path) -> {
            for (int site = 1; site <= Math.min(999, counts.getOrDefault(path, 0)); site++) {
                for (int channel = 1; channel <= Math.min(MOST_CHANNELS, channels); channel++) {
                    visitor.accept(root + position + "_s" + site + "_w" + channel + ".tif");
                }
            }
        });
    }

    /** An array that most others are like. */
    private Optional<ZarrArray> first() {
        for (WellPosition well : wells.keySet().stream().sorted().limit(10).toList()) {
            try {
                return Optional.of(array(well, 1));
            } catch (BadFileException lacking) {
                // the next well may have it
            }
        }
        return Optional.empty();
    }

    boolean has(WellPosition well, int field, int channel) {
        try {
            return wells.containsKey(well)
                    && field <= fields(well).size()
                    && channel <= array(well, field).channels();
        } catch (BadFileException unreadable) {
            return true; // the reason is reported when it is read
        }
    }

    /** The most memory that reading a plane takes. */
    long memory() {
        return first().map(ZarrArray::memory).orElse(0L);
    }

    /**
     * A plane as a TIFF file; empty if the plate does not have it.
     *
     * @param most the greatest size, in bytes, of the result
     */
    Optional<byte[]> read(WellPosition well, int field, int channel, long most) throws BadFileException {
        if (!wells.containsKey(well) || field > fields(well).size()) {
            return Optional.empty();
        }
        ZarrArray array = array(well, field);
        if (channel > array.channels()) {
            return Optional.empty();
        }
        if (array.planeBytes() > most) {
            throw BadFileException.tooLarge(array.planeBytes(), most);
        }
        return Optional.of(
                GreyTiff.write(array.width(), array.height(), array.bytes(), array.plane(files, channel - 1)));
    }

    private List<String> fields(WellPosition well) throws BadFileException {
        List<String> known = fields.get(well);
        if (known != null) {
            return known;
        }
        String folder = root + wells.get(well) + "/";
        List<String> paths = new ArrayList<>();
        for (JsonNode image : ZarrJson.attributes(files, folder).path("well").path("images")) {
            String path = image.path("path").asText();
            if (!path.matches(SAFE)) {
                throw ZarrJson.bad(folder + " names its image '" + path + "'", "a name such as 0");
            }
            paths.add(folder + path + "/");
        }
        fields.put(well, paths);
        return paths;
    }

    private ZarrArray array(WellPosition well, int field) throws BadFileException {
        List<String> paths = fields(well);
        if (field > paths.size()) {
            throw ZarrJson.bad("the well has " + paths.size() + " images", "image " + field);
        }
        String folder = paths.get(field - 1);
        ZarrArray known = arrays.get(folder);
        if (known == null) {
            known = ZarrArray.ofImage(files, folder);
            arrays.put(folder, known);
        }
        return known;
    }
}
