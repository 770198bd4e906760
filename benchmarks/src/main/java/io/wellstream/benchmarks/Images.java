package io.wellstream.benchmarks;

import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.PngDecoder;
import io.wellstream.imaging.pixels.SiteImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The PNG files in the folder that the system property {@code wellstream.images} names, in the order of their names. */
final class Images {
    private static final int CHANNELS = 6;
    private static final int CHUNK_FRAME = 12; // bytes of a chunk besides its data
    private static final int SIGNATURE = 8;

    private Images() {}

    static List<byte[]> files() throws IOException {
        Path folder = Path.of(System.getProperty("wellstream.images", ""));
        try (Stream<Path> paths = Files.walk(folder)) {
            List<byte[]> files = paths.filter(path -> path.toString().endsWith(".png"))
                    .sorted()
                    .map(Images::read)
                    .toList();
            if (files.isEmpty()) {
                throw new IllegalArgumentException("no PNG files in " + folder.toAbsolutePath()
                        + "; name a folder with -jvmArgsAppend -Dwellstream.images=FOLDER");
            }
            return files;
        }
    }

    /** Six files each, decoded: their names order the channels of a site one after the other. */
    static List<SiteImage> sites() throws IOException, BadImageException {
        List<byte[]> files = files();
        List<SiteImage> sites = new ArrayList<>();
        for (int i = 0; i + CHANNELS <= files.size(); i += CHANNELS) {
            List<Plane> planes = new ArrayList<>();
            for (byte[] file : files.subList(i, i + CHANNELS)) {
                planes.add(PngDecoder.decode(file));
            }
            sites.add(new SiteImage(planes));
        }
        return sites;
    }

    /** The same with the levels of a 12-bit camera. */
    static List<SiteImage> sixteenBitSites() throws IOException, BadImageException {
        return sites().stream()
                .map(site -> new SiteImage(
                        site.planes().stream().map(Images::twelveBits).toList()))
                .toList();
    }

    private static Plane twelveBits(Plane plane) {
        byte[] greys = plane.pixels();
        short[] levels = new short[greys.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (short) ((greys[i] & 0xff) << 4);
        }
        return new Plane(plane.width(), plane.height(), levels);
    }

    /** The compressed stream in a PNG: the data of its IDAT chunks. */
    static byte[] stream(byte[] png) {
        ByteBuffer in = ByteBuffer.wrap(png).position(SIGNATURE);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        while (in.remaining() >= CHUNK_FRAME) {
            int length = in.getInt();
            String type = new String(png, in.position(), 4, StandardCharsets.US_ASCII);
            if (type.equals("IDAT")) {
                stream.write(png, in.position() + 4, length);
            }
            in.position(in.position() + length + 8);
        }
        return stream.toByteArray();
    }

    private static byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
