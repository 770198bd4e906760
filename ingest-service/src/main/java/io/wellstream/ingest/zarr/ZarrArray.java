package io.wellstream.ingest.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.ingest.files.BadFileException;
import io.wellstream.ingest.files.SourceFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The array with the planes of an image at full resolution. Sizes are checked before anything is allocated. */
final class ZarrArray {
    private static final long MOST_OF_CHUNK = 64L << 20;

    private final String folder;
    private final ZarrFormat format;
    private final int channelAxis; // -1 if there is one channel

    private ZarrArray(String folder, ZarrFormat format, int channelAxis) {
        this.folder = folder;
        this.format = format;
        this.channelAxis = channelAxis;
    }

    /** @param folder of the image, with its slash */
    static ZarrArray ofImage(SourceFiles files, String folder) throws BadFileException {
        JsonNode image = ZarrJson.attributes(files, folder).path("multiscales").path(0);
        String path = image.path("datasets").path(0).path("path").asText();
        if (!path.matches("[A-Za-z0-9_-][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*")) {
            throw ZarrJson.bad(folder + " has no multiscales with a dataset", "an image of OME-Zarr 0.4 or 0.5");
        }
        String array = folder + path + "/";
        ZarrFormat format = ZarrFormat.read(files, array);
        return new ZarrArray(array, format, channelAxis(axes(image), format, array));
    }

    private static List<String> axes(JsonNode image) {
        List<String> names = new ArrayList<>();
        for (JsonNode axis : image.path("axes")) {
            String name = axis.isTextual() ? axis.asText() : axis.path("name").asText();
            names.add(name.toLowerCase(Locale.ROOT));
        }
        return names;
    }

    private static int channelAxis(List<String> axes, ZarrFormat format, String array) throws BadFileException {
        int[] shape = format.shape();
        int last = shape.length - 1;
        if (axes.size() != shape.length
                || last < 1
                || !axes.get(last - 1).equals("y")
                || !axes.get(last).equals("x")) {
            throw ZarrJson.bad(array + " has the axes " + axes, "axes that end in y, x, one for each dimension");
        }
        for (int axis = 0; axis < last - 1; axis++) {
            if (!axes.get(axis).equals("c") && shape[axis] != 1) {
                throw ZarrJson.bad(
                        array + " has " + shape[axis] + " planes along axis " + axes.get(axis),
                        "one, e.g. a projection");
            }
        }
        if (shape[last] > Plane.MAX_SIDE || shape[last - 1] > Plane.MAX_SIDE) {
            throw ZarrJson.bad(
                    array + " has planes of " + shape[last] + "x" + shape[last - 1],
                    "sides of at most " + Plane.MAX_SIDE);
        }
        if (format.chunkBytes() > MOST_OF_CHUNK) {
            throw ZarrJson.bad(array + " has chunks of " + format.chunkBytes() + " bytes", "at most " + MOST_OF_CHUNK);
        }
        return axes.indexOf("c");
    }

    int channels() {
        return channelAxis < 0 ? 1 : format.shape()[channelAxis];
    }

    int width() {
        return format.shape()[format.shape().length - 1];
    }

    int height() {
        return format.shape()[format.shape().length - 2];
    }

    /** Of a level: 1 or 2. */
    int bytes() {
        return format.bytes();
    }

    long planeBytes() {
        return (long) width() * height() * bytes();
    }

    /** The most memory, in bytes, that reading a plane takes. */
    long memory() {
        return 2 * planeBytes() + 2 * format.chunkBytes();
    }

    /**
     * The levels of a channel, row by row from the top, little-endian.
     *
     * @param channel from 0
     */
    byte[] plane(SourceFiles files, int channel) throws BadFileException {
        int[] chunks = format.chunks();
        int last = chunks.length - 1;
        byte[] plane = new byte[Math.toIntExact(planeBytes())];
        int[] index = new int[chunks.length];
        int inChunk = 0;
        if (channelAxis >= 0) {
            index[channelAxis] = channel / chunks[channelAxis];
            inChunk = channel % chunks[channelAxis];
        }
        for (int y = 0; y < height(); y += chunks[last - 1]) {
            for (int x = 0; x < width(); x += chunks[last]) {
                index[last - 1] = y / chunks[last - 1];
                index[last] = x / chunks[last];
                copy(chunk(files, index), inChunk, plane, x, y);
            }
        }
        return plane;
    }

    /** Copies a chunk's part of a plane to its place. */
    private void copy(byte[] chunk, int inChunk, byte[] plane, int x, int y) {
        int[] chunks = format.chunks();
        int wide = chunks[chunks.length - 1];
        int high = chunks[chunks.length - 2];
        int before = 1; // planes of the chunk between two channels
        for (int axis = channelAxis + 1; channelAxis >= 0 && axis < chunks.length - 2; axis++) {
            before *= chunks[axis];
        }
        int start = inChunk * before * wide * high;
        int width = Math.min(wide, width() - x);
        int height = Math.min(high, height() - y);
        for (int row = 0; row < height; row++) {
            System.arraycopy(
                    chunk, (start + row * wide) * bytes(), plane, ((y + row) * width() + x) * bytes(), width * bytes());
        }
    }

    private byte[] chunk(SourceFiles files, int[] index) throws BadFileException {
        String path = folder + format.key(index);
        Optional<byte[]> packed = files.read(path, MOST_OF_CHUNK + (1 << 20));
        byte[] levels = new byte[Math.toIntExact(format.chunkBytes())];
        if (packed.isEmpty()) {
            fill(levels);
            return levels;
        }
        byte[] unpacked = packed.get();
        for (ChunkCodec codec : format.codecs().reversed()) {
            unpacked = codec.decode(unpacked, levels.length, path);
        }
        if (unpacked.length != levels.length) {
            throw ZarrJson.bad(path + " has " + unpacked.length + " bytes", levels.length + " as the array declares");
        }
        if (format.bigEndian() && bytes() == 2) {
            for (int i = 0; i < levels.length; i += 2) {
                levels[i] = unpacked[i + 1];
                levels[i + 1] = unpacked[i];
            }
            return levels;
        }
        return unpacked;
    }

    /** A chunk without a file has the fill value everywhere. */
    private void fill(byte[] levels) {
        if (bytes() == 1) {
            Arrays.fill(levels, (byte) format.fill());
            return;
        }
        for (int i = 0; i < levels.length; i += 2) {
            levels[i] = (byte) format.fill();
            levels[i + 1] = (byte) (format.fill() >> 8);
        }
    }
}
