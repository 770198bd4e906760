package io.wellstream.imaging.pixels;

/**
 * Statistics of one plane in grey levels, from exact integer sums.
 *
 * @param sd population standard deviation
 * @param median the lower one of an even count
 */
public record PixelStatistics(float mean, float sd, int min, int median, int max) {
    static PixelStatistics of(byte[] pixels) {
        long[] histogram = new long[256];
        for (byte pixel : pixels) {
            histogram[pixel & 0xff]++;
        }
        long count = pixels.length;
        long sum = 0;
        long squares = 0;
        for (int grey = 0; grey < 256; grey++) {
            sum += grey * histogram[grey];
            squares += (long) grey * grey * histogram[grey];
        }
        double mean = (double) sum / count;
        // Exact: both products wrap modulo 2^64, but their difference is below 2^63 for planes of up to 2^24 pixels.
        double variance = (double) (count * squares - sum * sum) / ((double) count * count);
        return new PixelStatistics(
                (float) mean,
                (float) Math.sqrt(variance),
                rank(histogram, 1),
                rank(histogram, (count + 1) / 2),
                rank(histogram, count));
    }

    /** The grey level of the {@code rank}-th pixel from the darkest, counted from 1. */
    private static int rank(long[] histogram, long rank) {
        long seen = 0;
        for (int grey = 0; grey < 255; grey++) {
            seen += histogram[grey];
            if (seen >= rank) {
                return grey;
            }
        }
        return 255;
    }
}
