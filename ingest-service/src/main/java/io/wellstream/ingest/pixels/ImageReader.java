package io.wellstream.ingest.pixels;

import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.GreyImage;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.PngDecoder;
import io.wellstream.imaging.screen.Channel;
import io.wellstream.imaging.screen.Imaging;
import io.wellstream.imaging.screen.Levels;
import io.wellstream.ingest.files.BadFileException;
import io.wellstream.ingest.files.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the planes of one screen's image files: the pages that its description names, in 8 bits at the levels that it gives, or in 16 bits.
 * Thread-safe.
 */
public final class ImageReader {
    private final Imaging imaging;
    private final Function<Channel, String> proposed;

    /** @param proposed the levels that are proposed for a channel whose images have 16 bits, as {@code screen.yaml} has them */
    public ImageReader(Imaging imaging, Function<Channel, String> proposed) {
        this.imaging = imaging;
        this.proposed = proposed;
    }

    /**
     * The most bytes that reading one file takes, in addition to its own bytes and to its planes.
     *
     * @param size of its images
     */
    public static long bytes(ImageSize size) {
        return 10L * size.width() * size.height(); // RGBA of 16 bits, and grey of 16 bits
    }

    /** What a file should be, for messages. */
    public String expected() {
        if (imaging.colour()) {
            return "8-bit RGB PNG";
        }
        boolean tiff = imaging.pattern().text().matches("(?i).*\\.tiff?");
        return imaging.bitDepth() + "-bit grey " + (tiff ? "TIFF" : "PNG");
    }

    /**
     * The planes of a file: that of its channel, or those of all channels.
     *
     * @param channel its number; 0 if the file holds all channels
     * @throws BadFileException if the file is whole and the screen's description does not fit it
     */
    public List<Plane> planes(byte[] bytes, int channel) throws BadImageException, BadFileException {
        if (imaging.colour()) {
            return PngDecoder.decodeColours(bytes);
        }
        ImageFile file = ImageFile.of(bytes);
        List<Plane> planes = new ArrayList<>();
        for (Channel one : imaging.channels()) {
            if (channel == 0 || one.number() == channel) {
                planes.add(plane(file, one));
            }
        }
        return planes;
    }

    private Plane plane(ImageFile file, Channel channel) throws BadImageException, BadFileException {
        int pages = file.pages();
        if (channel.page() > pages || (channel.page() == 0 && pages > 1)) {
            throw new BadFileException(new Finding(
                    "the file has " + pages + (pages == 1 ? " page" : " pages"),
                    channel.page() == 0
                            ? "one page, or a page for each channel in screen.yaml"
                            : "page " + channel.page() + " for channel " + channel.number()));
        }
        boolean deep = imaging.siteDepth().isSixteen();
        if (channel.levels().isEmpty() && !deep) {
            Optional<Plane> plain = file.plain();
            if (plain.isPresent()) {
                return plain.get();
            }
        }
        GreyImage image = file.page(Math.max(1, channel.page()));
        Optional<Levels> levels = channel.levels();
        if ((levels.isPresent() || deep) != (image.bits() == 16)) {
            throw new BadFileException(new Finding(
                    "found " + (image.bits() == 8 ? "an 8" : "a 16") + "-bit grey " + file.format(),
                    levels.isPresent()
                            ? "16-bit grey, as channel " + channel.number() + " has levels in screen.yaml"
                            : deep ? "16-bit grey, as screen.yaml has bit-depth: 16" : eightBits(channel)));
        }
        if (deep) {
            return image.sixteenBitPlane();
        }
        return levels.isPresent() ? image.plane(levels.get()) : image.plane();
    }

    private String eightBits(Channel channel) {
        return "8-bit grey, or levels for the whole screen in screen.yaml: bit-depth: 16, and for channel "
                + channel.number() + " " + proposed.apply(channel)
                + ", or bit-depth: 16 without levels, which keeps the 16 bits";
    }
}
