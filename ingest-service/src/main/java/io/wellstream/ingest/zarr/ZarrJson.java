package io.wellstream.ingest.zarr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.wellstream.ingest.files.BadFileException;
import io.wellstream.ingest.files.Finding;
import io.wellstream.ingest.files.SourceFiles;
import java.io.IOException;
import java.util.Optional;

/** The metadata of Zarr's groups and arrays, in either version of the format. */
final class ZarrJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MOST_BYTES = 16L << 20;

    private ZarrJson() {}

    /** OME's attributes of the group in a folder; missing if there are none. */
    static JsonNode attributes(SourceFiles files, String folder) throws BadFileException {
        Optional<JsonNode> third = read(files, folder + "zarr.json");
        if (third.isPresent()) {
            return third.get().path("attributes").path("ome");
        }
        return read(files, folder + ".zattrs").orElse(MissingNode.getInstance());
    }

    /** A file; empty if it does not exist. */
    static Optional<JsonNode> read(SourceFiles files, String path) throws BadFileException {
        Optional<byte[]> bytes = files.read(path, MOST_BYTES);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(bytes.get()));
        } catch (JsonProcessingException e) {
            throw bad(path + " is not JSON", "the metadata of Zarr");
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can always be read", e);
        }
    }

    static BadFileException bad(String problem, String expected) {
        return new BadFileException(new Finding(problem, expected));
    }
}
