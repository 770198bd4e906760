package io.wellstream.imaging.pixels;

import io.wellstream.imaging.pixels.PngChunks.Chunk;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes 8-bit grey and RGB PNG files (W3C PNG, third edition) and verifies that they are complete: every chunk's CRC, the order of
 * chunks, the checksum and exact length of the compressed pixels, and that nothing follows IEND. It allocates no more than the
 * declared size, which is limited.
 */
public final class PngDecoder {
    private final byte[] file;
    private final PngColours colours;
    private final PngChunks chunks;

    private PngDecoder(byte[] file, PngColours colours) throws BadImageException {
        this.file = file;
        this.colours = colours;
        this.chunks = new PngChunks(file, "an 8-bit " + colours);
    }

    /** Decodes a grey image. */
    public static Plane decode(byte[] png) throws BadImageException {
        return decode(png, PngColours.GREY).getFirst();
    }

    /** Decodes an RGB image: its red, green and blue planes. */
    public static List<Plane> decodeColours(byte[] png) throws BadImageException {
        return decode(png, PngColours.RGB);
    }

    /** Decodes any PNG whose pixels are grey: of up to 16 bits, as RGB, with a palette or opaque, interlaced or not. */
    public static GreyImage decodeAnyGrey(byte[] png) throws BadImageException {
        return new PngGreyDecoder(png).decode();
    }

    private static List<Plane> decode(byte[] png, PngColours colours) throws BadImageException {
        return new PngDecoder(png, colours).decode();
    }

    private List<Plane> decode() throws BadImageException {
        Chunk first = chunks.header();
        PngHeader header = PngHeader.read(file, first.start(), first.length(), colours);
        Chunk chunk = nextOf("IDAT");
        int row = header.width() * colours.samples() + 1;
        PngInflater inflater = new PngInflater(file, header.height() * row, header.width() + "x" + header.height());
        while (chunk.is("IDAT")) {
            inflater.add(chunk);
            chunk = chunks.next();
        }
        inflater.inflate();
        if (inflater.filled() < header.height() * row) {
            throw new BadImageException(
                    "PNG is truncated: it holds " + inflater.filled() / row + " whole rows of " + header.height());
        }
        byte[] pixels = new PngRows(header.width(), header.height(), colours.samples(), inflater.rows()).pixels();
        if (!chunk.is("IEND")) {
            refuseCritical(chunk);
            nextOf("IEND");
        }
        chunks.expectEnd();
        return planes(header, pixels);
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

    /** Skips ancillary chunks up to the first one of the type. */
    private Chunk nextOf(String type) throws BadImageException {
        Chunk chunk = chunks.next();
        while (!chunk.is(type)) {
            refuseCritical(chunk);
            chunk = chunks.next();
        }
        return chunk;
    }

    private void refuseCritical(Chunk chunk) throws BadImageException {
        boolean palette = colours == PngColours.RGB && chunk.is("PLTE"); // only a suggestion there
        if (chunk.critical() && !palette) {
            throw new BadImageException("PNG chunk " + chunk.type() + " where an 8-bit " + colours + " PNG has none");
        }
    }
}
