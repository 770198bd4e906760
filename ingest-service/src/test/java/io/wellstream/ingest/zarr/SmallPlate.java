package io.wellstream.ingest.zarr;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Writes a plate of OME-Zarr 0.4 or 0.5: wells B03 and C10, two fields, two channels of 20 × 12 levels of 16 bits in chunks of 8 × 8. */
final class SmallPlate {
    static final int WIDTH = 20;
    static final int HEIGHT = 12;
    private static final int CHUNK = 8;

    private final Path folder;
    private final boolean third;
    private final String codec;
    private final ByteOrder order;

    /** @param codec none, zlib, gzip or zstd */
    SmallPlate(Path folder, boolean third, String codec, ByteOrder order) {
        this.folder = folder;
        this.third = third;
        this.codec = codec;
        this.order = order;
    }

    /** The level at a place; unlike in every image. */
    static int level(String well, int field, int channel, int x, int y) {
        return (well.hashCode() + 7_919 * field + 104_729 * channel + 257 * y + x) & 0x7fff;
    }

    void write() throws IOException {
        String plate = """
                "plate": {"columns": [{"name": "3"}, {"name": "10"}], "rows": [{"name": "B"}, {"name": "C"}], "wells": [
                {"path": "B/3", "rowIndex": 0, "columnIndex": 0}, {"path": "C/10", "rowIndex": 1, "columnIndex": 1}]}""";
        attributes("", plate);
        for (String well : List.of("B/3", "C/10")) {
            attributes(well + "/", "\"well\": {\"images\": [{\"path\": \"0\"}, {\"path\": \"1\"}]}");
            for (int field = 0; field < 2; field++) {
                String image = well + "/" + field + "/";
                attributes(image, """
                        "multiscales": [{"axes": [{"name": "t"}, {"name": "c"}, {"name": "z"}, {"name": "y"}, {"name": "x"}],
                        "datasets": [{"path": "0"}, {"path": "1"}]}]""");
                array(image + "0/");
                for (int channel = 0; channel < 2; channel++) {
                    chunks(image + "0/", well.replace("/3", "03").replace("/", ""), field + 1, channel + 1);
                }
            }
        }
    }

    private void attributes(String path, String json) throws IOException {
        write(
                path + (third ? "zarr.json" : ".zattrs"),
                third
                        ? "{\"zarr_format\": 3, \"node_type\": \"group\", \"attributes\": {\"ome\": {" + json + "}}}"
                        : "{" + json + "}");
    }

    private void array(String path) throws IOException {
        String shape = "[1, 2, 1, " + HEIGHT + ", " + WIDTH + "]";
        String chunk = "[1, 1, 1, " + CHUNK + ", " + CHUNK + "]";
        boolean little = order == ByteOrder.LITTLE_ENDIAN;
        String packed = codec.equals("none") ? "" : ", {\"name\": \"" + codec + "\"}";
        write(
                path + (third ? "zarr.json" : ".zarray"),
                third
                        ? "{\"shape\": " + shape + ", \"data_type\": \"uint16\", \"fill_value\": 77, \"chunk_grid\":"
                                + " {\"configuration\": {\"chunk_shape\": " + chunk
                                + "}}, \"codecs\": [{\"name\": \"bytes\","
                                + " \"configuration\": {\"endian\": \"" + (little ? "little" : "big") + "\"}}" + packed
                                + "]}"
                        : "{\"shape\": " + shape + ", \"chunks\": " + chunk + ", \"dtype\": \"" + (little ? "<" : ">")
                                + "u2\", \"fill_value\": 77, \"order\": \"C\", \"dimension_separator\": \"/\", \"compressor\": "
                                + (codec.equals("none") ? "null" : "{\"id\": \"" + codec + "\"}") + "}");
    }

    private void chunks(String array, String well, int field, int channel) throws IOException {
        for (int y = 0; y < HEIGHT; y += CHUNK) {
            for (int x = 0; x < WIDTH; x += CHUNK) {
                ByteBuffer levels = ByteBuffer.allocate(2 * CHUNK * CHUNK).order(order);
                for (int i = 0; i < CHUNK * CHUNK; i++) {
                    levels.putShort((short) level(well, field, channel, x + i % CHUNK, y + i / CHUNK));
                }
                Path file = folder.resolve(
                        array + (third ? "c/" : "") + "0/" + (channel - 1) + "/0/" + y / CHUNK + "/" + x / CHUNK);
                Files.createDirectories(file.getParent());
                Files.write(file, packed(levels.array()));
            }
        }
    }

    private byte[] packed(byte[] levels) throws IOException {
        if (codec.equals("none")) {
            return levels;
        }
        if (codec.equals("zstd")) {
            return Zstd.compress(levels);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = codec.equals("gzip") ? new GZIPOutputStream(bytes) : new DeflaterOutputStream(bytes)) {
            out.write(levels);
        }
        return bytes.toByteArray();
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
