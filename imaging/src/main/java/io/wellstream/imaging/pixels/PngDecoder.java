package io.wellstream.imaging.pixels;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Decodes 8-bit grey and RGB PNG files (W3C PNG, third edition) and verifies that they are complete: every chunk's CRC, the order of
 * chunks, the checksum and exact length of the compressed pixels, and that nothing follows IEND. It allocates no more than the
 * declared size, which is limited.
 */
public final class PngDecoder {
    private final byte[] file;
    private final PngColours colours;
    private int position = PngHeader.SIGNATURE.length;

    private PngDecoder(byte[] file, PngColours colours) {
        this.file = file;
        this.colours = colours;
    }

    /** Decodes a grey image. */
    public static Plane decode(byte[] png) throws BadImageException {
        return decode(png, PngColours.GREY).getFirst();
    }

    /** Decodes an RGB image: its red, green and blue planes. */
    public static List<Plane> decodeColours(byte[] png) throws BadImageException {
        return decode(png, PngColours.RGB);
    }

    private static List<Plane> decode(byte[] png, PngColours colours) throws BadImageException {
        if (png.length == 0) {
            throw new BadImageException("an empty file; expected a PNG");
        }
        byte[] signature = PngHeader.SIGNATURE;
        if (!Arrays.equals(png, 0, Math.min(png.length, signature.length), signature, 0, signature.length)) {
            throw new BadImageException("not a PNG: it begins with other bytes; expected an 8-bit " + colours + " PNG");
        }
        return new PngDecoder(png, colours).decode();
    }

    /** A chunk with a correct CRC. */
    private record Chunk(String type, int start, int length) {
        boolean critical() {
            return Character.isUpperCase(type.charAt(0));
        }
    }

    private List<Plane> decode() throws BadImageException {
        Chunk first = next();
        if (!first.type.equals("IHDR")) {
            throw new BadImageException("PNG begins with chunk " + first.type + "; expected IHDR");
        }
        PngHeader header = PngHeader.read(file, first.start, first.length, colours);
        Chunk chunk = nextOf("IDAT");
        try (PngRows rows = new PngRows(header.width(), header.height(), colours.samples())) {
            while (chunk.type.equals("IDAT")) {
                rows.inflate(file, chunk.start, chunk.length);
                chunk = next();
            }
            byte[] pixels = rows.pixels();
            if (!chunk.type.equals("IEND")) {
                expectEnd(chunk);
            }
            if (position != file.length) {
                throw new BadImageException((file.length - position) + " bytes after the PNG's end");
            }
            return planes(header, pixels);
        }
    }

    private List<Plane> planes(PngHeader header, byte[] samples) {
        if (colours == PngColours.GREY) {
            return List.of(new Plane(header.width(), header.height(), samples));
        }
        int count = colours.samples();
        List<Plane> planes = new ArrayList<>();
        for (int sample = 0; sample < count; sample++) {
            byte[] pixels = new byte[header.width() * header.height()];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = samples[i * count + sample];
            }
            planes.add(new Plane(header.width(), header.height(), pixels));
        }
        return planes;
    }

    private void expectEnd(Chunk found) throws BadImageException {
        refuseCritical(found);
        nextOf("IEND");
    }

    /** Skips ancillary chunks up to the first one of the type. */
    private Chunk nextOf(String type) throws BadImageException {
        Chunk chunk = next();
        while (!chunk.type.equals(type)) {
            refuseCritical(chunk);
            chunk = next();
        }
        return chunk;
    }

    private void refuseCritical(Chunk chunk) throws BadImageException {
        boolean palette = colours == PngColours.RGB && chunk.type.equals("PLTE"); // only a suggestion there
        if (chunk.critical() && !palette) {
            throw new BadImageException("PNG chunk " + chunk.type + " where an 8-bit " + colours + " PNG has none");
        }
    }

    private Chunk next() throws BadImageException {
        if (file.length - position < 12) {
            throw new BadImageException("PNG is truncated: it ends after " + file.length + " bytes without IEND");
        }
        int length = PngHeader.readInt(file, position);
        String type = new String(file, position + 4, 4, StandardCharsets.ISO_8859_1);
        for (int i = 0; i < 4; i++) {
            if (!Character.isLetter(type.charAt(i)) || type.charAt(i) > 'z') {
                throw new BadImageException("PNG is damaged: no chunk begins at byte " + position);
            }
        }
        if (length < 0 || length > file.length - position - 12) {
            throw new BadImageException("PNG is truncated: chunk " + type + " declares "
                    + Integer.toUnsignedString(length) + " bytes, " + (file.length - position - 12) + " are left");
        }
        CRC32 crc = new CRC32();
        crc.update(file, position + 4, length + 4);
        if ((int) crc.getValue() != PngHeader.readInt(file, position + 8 + length)) {
            throw new BadImageException("PNG is damaged: chunk " + type + " at byte " + position + " fails its CRC");
        }
        Chunk chunk = new Chunk(type, position + 8, length);
        position += 12 + length;
        return chunk;
    }
}
