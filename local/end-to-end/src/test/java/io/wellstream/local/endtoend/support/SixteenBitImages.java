package io.wellstream.local.endtoend.support;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Images of 12-bit levels in 16 bits, by a camera that adds 32,768. */
public final class SixteenBitImages {
    private static final int SHIFT = 32_768;
    private static final int LEVELS_PER_GREY = 16;

    private SixteenBitImages() {}

    /** Puts such images in place of the 8-bit PNG files of a folder. */
    public static void replace(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> file.toString().endsWith(".png")).toList();
        }
        for (Path file : files) {
            Raster greys = ImageIO.read(file.toFile()).getRaster();
            BufferedImage image =
                    new BufferedImage(greys.getWidth(), greys.getHeight(), BufferedImage.TYPE_USHORT_GRAY);
            for (int y = 0; y < greys.getHeight(); y++) {
                for (int x = 0; x < greys.getWidth(); x++) {
                    int level = SHIFT + LEVELS_PER_GREY * greys.getSample(x, y, 0) + (x + y) % LEVELS_PER_GREY;
                    image.getRaster().setSample(x, y, 0, level);
                }
            }
            ImageIO.write(image, "png", file.toFile());
        }
    }
}
