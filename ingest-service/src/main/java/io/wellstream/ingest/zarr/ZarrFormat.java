package io.wellstream.ingest.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import io.wellstream.ingest.files.BadFileException;
import io.wellstream.ingest.files.SourceFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How an array is stored, in version 2 or 3 of Zarr.
 *
 * @param bytes of a level, 1 or 2
 * @param fill the level of chunks that have no file
 * @param prefix of a chunk's name
 * @param codecs in the order in which they were applied
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ZarrFormat(
        int[] shape,
        int[] chunks,
        int bytes,
        boolean bigEndian,
        int fill,
        String prefix,
        String separator,
        List<ChunkCodec> codecs) {
    private static final int MOST_AXES = 8;

    static ZarrFormat read(SourceFiles files, String folder) throws BadFileException {
        Optional<JsonNode> third = ZarrJson.read(files, folder + "zarr.json");
        if (third.isPresent()) {
            return third(third.get(), folder);
        }
        Optional<JsonNode> second = ZarrJson.read(files, folder + ".zarray");
        if (second.isPresent()) {
            return second(second.get(), folder);
        }
        throw ZarrJson.bad(folder + " has neither .zarray nor zarr.json", "an array");
    }

    private static ZarrFormat second(JsonNode array, String folder) throws BadFileException {
        String type = array.path("dtype").asText();
        if (!type.matches("[<>|]u[12]") || !array.path("order").asText("C").equals("C")) {
            throw unreadable(
                    folder,
                    "levels of type '" + type + "', order "
                            + array.path("order").asText("C"));
        }
        if (!array.path("filters").isEmpty()) {
            throw unreadable(folder, "filters " + array.path("filters"));
        }
        List<ChunkCodec> codecs = new ArrayList<>();
        JsonNode compressor = array.path("compressor");
        if (compressor.isObject()) {
            codecs.add(ChunkCodec.of(compressor.path("id").asText(), folder));
        }
        return checked(
                new ZarrFormat(
                        numbers(array.path("shape")),
                        numbers(array.path("chunks")),
                        type.charAt(2) - '0',
                        type.charAt(0) == '>',
                        array.path("fill_value").asInt(0),
                        "",
                        array.path("dimension_separator").asText("."),
                        codecs),
                folder);
    }

    private static ZarrFormat third(JsonNode array, String folder) throws BadFileException {
        String type = array.path("data_type").asText();
        if (!type.equals("uint8") && !type.equals("uint16")) {
            throw unreadable(folder, "levels of type '" + type + "'");
        }
        boolean bigEndian = false;
        List<ChunkCodec> codecs = new ArrayList<>();
        for (JsonNode codec : array.path("codecs")) {
            if (codec.path("name").asText().equals("bytes")) {
                bigEndian = codec.path("configuration").path("endian").asText().equals("big");
            } else {
                codecs.add(ChunkCodec.of(codec.path("name").asText(), folder));
            }
        }
        JsonNode keys = array.path("chunk_key_encoding");
        boolean old = keys.path("name").asText().equals("v2");
        String separator = keys.path("configuration").path("separator").asText(old ? "." : "/");
        return checked(
                new ZarrFormat(
                        numbers(array.path("shape")),
                        numbers(array.path("chunk_grid").path("configuration").path("chunk_shape")),
                        type.equals("uint8") ? 1 : 2,
                        bigEndian,
                        array.path("fill_value").asInt(0),
                        old ? "" : "c" + separator,
                        separator,
                        codecs),
                folder);
    }

    private static ZarrFormat checked(ZarrFormat format, String folder) throws BadFileException {
        boolean sizes = IntStream.of(format.shape).allMatch(size -> size > 0)
                && IntStream.of(format.chunks).allMatch(size -> size > 0);
        if (!sizes
                || format.shape.length > MOST_AXES
                || format.shape.length != format.chunks.length
                || !(format.separator.equals("/") || format.separator.equals("."))) {
            throw ZarrJson.bad(folder + " declares impossible sizes", "as many chunk sizes as dimensions, all above 0");
        }
        return format;
    }

    private static BadFileException unreadable(String folder, String what) {
        return ZarrJson.bad(folder + " has " + what, "unsigned levels of 8 or 16 bits, in order C, without filters");
    }

    private static int[] numbers(JsonNode list) {
        int[] numbers = new int[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = list.path(i).canConvertToInt() ? list.path(i).asInt() : 0;
        }
        return numbers;
    }

    /** Of a chunk, unpacked; as many as fit a {@code long} if there are more. */
    long chunkBytes() {
        long all = bytes;
        for (int size : chunks) {
            all = Math.multiplyHigh(all, size) == 0 && all * size >= 0 ? all * size : Long.MAX_VALUE;
        }
        return all;
    }

    /** The name of a chunk's file in the array's folder. */
    String key(int[] index) {
        return prefix + IntStream.of(index).mapToObj(String::valueOf).collect(Collectors.joining(separator));
    }
}
