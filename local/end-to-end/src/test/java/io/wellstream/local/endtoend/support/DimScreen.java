package io.wellstream.local.endtoend.support;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * A screen of dim 16-bit TIFF images of levels 100 to 140, as a 12-bit camera writes them: two plates with six wells of small spots and
 * six of large ones. In 8 bits of the camera's whole range, spots differ from the background by two levels.
 */
public final class DimScreen {
    public static final String DATASET = "dim";
    public static final int CHANNELS = 2;

    private static final int SIDE = 96;
    private static final int WELLS = 12;
    private static final int BACKGROUND = 100;
    private static final int SPOT = 32; // levels above the background
    private static final int NOISE = 9;

    private DimScreen() {}

    /** Writes the screen without a screen.yaml. */
    public static void write(Path folder) throws IOException {
        StringBuilder table = new StringBuilder("batch,plate,well,gene,celltype\n");
        for (int plate = 1; plate <= 2; plate++) {
            Path place = Files.createDirectories(folder.resolve("P" + plate));
            for (int column = 1; column <= WELLS; column++) {
                String gene = column % 2 == 0 ? "large" : column < WELLS / 2 ? "small" : "DMSO";
                table.append("week-%d,P%d,C%02d,%s,dots\n".formatted(plate, plate, column, gene));
                for (int channel = 1; channel <= CHANNELS; channel++) {
                    BufferedImage image = image(plate, column, channel);
                    ImageIO.write(
                            image,
                            "tiff",
                            place.resolve("C%02d_s1_w%d.tif".formatted(column, channel))
                                    .toFile());
                }
            }
        }
        Files.writeString(folder.resolve("wells.csv"), table);
    }

    /** The image of a channel as a 16-bit PNG. */
    public static byte[] png(int plate, int column, int channel) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image(plate, column, channel), "png", png);
        return png.toByteArray();
    }

    private static BufferedImage image(int plate, int column, int channel) {
        Random random = new Random(100L * plate + column);
        int radius = column % 2 == 0 ? 9 : 4;
        boolean[] inside = new boolean[SIDE * SIDE];
        for (int spot = 0; spot < 8; spot++) {
            mark(inside, random.nextInt(SIDE), random.nextInt(SIDE), channel == 1 ? radius : 6);
        }
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_USHORT_GRAY);
        for (int i = 0; i < inside.length; i++) {
            int level = BACKGROUND + (inside[i] ? SPOT : 0) + random.nextInt(NOISE);
            image.getRaster().setSample(i % SIDE, i / SIDE, 0, level);
        }
        return image;
    }

    private static void mark(boolean[] inside, int x, int y, int radius) {
        for (int i = 0; i < inside.length; i++) {
            int across = i % SIDE - x;
            int down = i / SIDE - y;
            inside[i] |= across * across + down * down <= radius * radius;
        }
    }
}
