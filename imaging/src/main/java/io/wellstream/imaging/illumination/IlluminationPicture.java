package io.wellstream.imaging.illumination;

import java.awt.image.BufferedImage;

/** An illumination function as a picture: blue where images are darker than the median block, red where they are brighter. */
public final class IlluminationPicture {
    /** A level this far from 1 has the full colour. */
    private static final double FULL = 0.5;

    private static final int PIXELS_PER_BLOCK = 4;

    private IlluminationPicture() {}

    public static BufferedImage of(IlluminationFunction function) {
        float[] levels = function.levels();
        int width = function.columns() * PIXELS_PER_BLOCK;
        int height = function.rows() * PIXELS_PER_BLOCK;
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float level = levels[y / PIXELS_PER_BLOCK * function.columns() + x / PIXELS_PER_BLOCK];
                picture.setRGB(x, y, colour(level));
            }
        }
        return picture;
    }

    private static int colour(float level) {
        double strength = Math.min(1, Math.abs(level - 1) / FULL);
        int faded = (int) Math.round(255 * (1 - strength));
        return level >= 1 ? rgb(255, faded, faded) : rgb(faded, faded, 255);
    }

    private static int rgb(int red, int green, int blue) {
        return (red << 16) + (green << 8) + blue;
    }
}
