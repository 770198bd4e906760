package io.wellstream.local.endtoend.access;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Malicious screens and files. */
final class HostileFiles {
    static final String IMAGE = "train/HUVEC-01/Plate1/B03_s1_w1.png";

    private HostileFiles() {}

    /** A screen of one well with the given first image and no others. */
    static Path screen(Path folder, byte[] image) throws IOException {
        write(folder.resolve("train.csv"), table("HUVEC-01_1_B03,HUVEC-01,1,B03,5"));
        write(folder.resolve(IMAGE), image);
        return folder;
    }

    static byte[] table(String... rows) {
        return ("id_code,experiment,plate,well,sirna\n" + String.join("\n", rows) + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    static Path write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    /** A grey PNG that declares a side length but contains so many zero bytes. */
    static byte[] png(int side, long zeros) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        chunk(
                png,
                "IHDR",
                ByteBuffer.allocate(13).putInt(side).putInt(side).put((byte) 8).array());
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(packed)) {
            zeros(out, zeros);
        }
        chunk(png, "IDAT", packed.toByteArray());
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        png.writeBytes(name);
        png.writeBytes(data);
        png.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    /** Adds an entry: the given bytes, then so many zero bytes. */
    static void bomb(ZipOutputStream zip, String name, byte[] start, long zeros) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(start);
        zeros(zip, zeros);
        zip.closeEntry();
    }

    private static void zeros(OutputStream out, long count) throws IOException {
        byte[] some = new byte[1 << 16];
        for (long left = count; left > 0; left -= some.length) {
            out.write(some, 0, (int) Math.min(left, some.length));
        }
    }
}
