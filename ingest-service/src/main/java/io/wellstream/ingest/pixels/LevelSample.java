package io.wellstream.ingest.pixels;

import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.GreyImage;
import io.wellstream.imaging.screen.Levels;
import io.wellstream.ingest.files.BadFileException;
import io.wellstream.ingest.files.SourceFiles;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The levels in a sample of a channel's 16-bit images: proposes black and white for the whole screen, and says what camera they suggest. */
public final class LevelSample {
    private static final int IMAGES = 12;
    private static final int OFFSET = 32_768; // of cameras that write signed numbers as unsigned ones
    private static final int BYTE_STEP = 257; // between levels of 8 bits that were spread over 16
    private static final double CLIPPED = 0.001; // of the pixels, at either end
    private static final double SATURATED = 0.0001;

    private final long[] counts = new long[Levels.MOST + 1];
    private long pixels;
    private int images;

    /**
     * Reads up to a dozen of the files, evenly chosen; those that are not readable 16-bit images are left out.
     *
     * @param page of each file, from 1
     * @param mostBytes of a file
     * @return empty if none of them is such an image
     */
    public static Optional<LevelSample> of(SourceFiles files, List<String> paths, int page, long mostBytes) {
        LevelSample sample = new LevelSample();
        int count = Math.min(IMAGES, paths.size());
        for (int i = 0; i < count; i++) {
            String path = paths.get((int) ((long) i * paths.size() / count));
            try {
                Optional<byte[]> bytes = files.read(path, mostBytes);
                if (bytes.isPresent()) {
                    sample.add(ImageFile.of(bytes.get()), page);
                }
            } catch (BadFileException | BadImageException unreadable) {
                // reported when the screen is ingested
            }
        }
        return sample.images == 0 ? Optional.empty() : Optional.of(sample);
    }

    private void add(ImageFile file, int page) throws BadImageException {
        if (page <= file.pages()) {
            add(file.page(page));
        }
    }

    void add(GreyImage image) {
        if (image.bits() != 16) {
            return;
        }
        for (int i = 0; i < image.size(); i++) {
            counts[image.at(i)]++;
        }
        pixels += image.size();
        images++;
    }

    /** The levels below and above which a thousandth of the pixels are; the whole range if the levels hold only 8 bits. */
    public Levels proposal() {
        if (isBytes(step())) {
            return new Levels(0, Levels.MOST);
        }
        int black = level(CLIPPED);
        int white = level(1 - CLIPPED);
        return black < white ? new Levels(black, white) : widened(black);
    }

    /** Nearly all pixels have one level. */
    private Levels widened(int level) {
        int black = Math.min(level, Levels.MOST - 255);
        return new Levels(black, Math.max(black + 255, level(1)));
    }

    /** Whether the levels are those of 8 bits, spread over 16. */
    public boolean holdsBytes() {
        return isBytes(step());
    }

    /** E.g. {@code levels 24 to 1,348 in 12 images, as of a 12-bit camera}. */
    public String says() {
        int min = level(0);
        int max = level(1);
        StringBuilder says = new StringBuilder(String.format(
                Locale.ROOT, "levels %,d to %,d in %d %s", min, max, images, images == 1 ? "image" : "images"));
        int step = step();
        int offset = min >= OFFSET ? OFFSET : 0;
        if (isBytes(step)) {
            says.append(", 8 bits spread over 16");
        } else if (offset > 0) {
            says.append(", as of a camera that adds 32,768");
        }
        int bits = bits(max - offset);
        if (step >= 4 && Integer.bitCount(step) == 1 && step <= 16) {
            says.append(", as of a ").append(16 - bits(step - 1)).append("-bit camera, shifted to 16 bits");
        } else if (bits <= 14 && !isBytes(step)) {
            says.append(", as of a ")
                    .append(bits <= 10 ? 10 : bits <= 12 ? 12 : 14)
                    .append("-bit camera");
        }
        double saturated = (double) counts[max] / pixels;
        int camera = max - offset + 1 + (step > 1 ? step - 1 : 0); // a power of two if it is a camera's limit
        if (saturated >= SATURATED && max > min && Integer.bitCount(camera) == 1) {
            says.append(
                    String.format(Locale.ROOT, "; %.2f %% of the pixels are at the greatest level", 100 * saturated));
        }
        return says.toString();
    }

    /** The greatest number that divides all levels in use; 0 if all are 0. */
    private int step() {
        int step = 0;
        for (int level = 0; level <= Levels.MOST && step != 1; level++) {
            if (counts[level] > 0) {
                step = divisor(step, level);
            }
        }
        return step;
    }

    private static boolean isBytes(int step) {
        return step > 0 && step % BYTE_STEP == 0;
    }

    private static int divisor(int a, int b) {
        return b == 0 ? a : divisor(b, a % b);
    }

    private static int bits(int level) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(level);
    }

    /** The level that this share of the pixels, at least one, does not exceed. */
    private int level(double share) {
        long rank = Math.max(1, (long) Math.ceil(share * pixels));
        long seen = 0;
        for (int level = 0; level < Levels.MOST; level++) {
            seen += counts[level];
            if (seen >= rank) {
                return level;
            }
        }
        return Levels.MOST;
    }
}
