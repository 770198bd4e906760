package io.wellstream.imaging.pixels;

/**
 * Statistics of one plane in grey levels, from exact integer sums.
 *
 * @param sd population standard deviation
 * @param min in whole levels, as median and max; those of a plane with levels in between are rounded down
 * @param median the lower one of an even count
 */
public record PixelStatistics(float mean, float sd, int min, int median, int max) {
    static PixelStatistics of(Plane plane) {
        long[] histogram = new long[plane.depth().levels()];
        plane.count(histogram);
        long count = (long) plane.width() * plane.height();
        long sum = 0;
        for (int grey = 0; grey < histogram.length; grey++) {
            sum += grey * histogram[grey];
        }
        LevelUnit unit = plane.unit();
        double variance =
                plane.depth().isSixteen() ? sixteenBitVariance(histogram, count, sum) : variance(histogram, count, sum);
        return new PixelStatistics(
                (float) unit.level((double) sum / count),
                (float) (Math.sqrt(variance) / (1 << unit.fraction())),
                (int) unit.level(rank(histogram, 1)),
                (int) unit.level(rank(histogram, (count + 1) / 2)),
                (int) unit.level(rank(histogram, count)));
    }

    private static double variance(long[] histogram, long count, long sum) {
        long squares = 0;
        for (int grey = 0; grey < histogram.length; grey++) {
            squares += (long) grey * grey * histogram[grey];
        }
        // Exact: both products wrap modulo 2^64, but their difference is below 2^63 for 8 bits and up to 2^24 pixels.
        return (double) (count * squares - sum * sum) / ((double) count * count);
    }

    /** The sums are of distances to a whole level next to the mean, so that they stay exact for 16-bit planes of up to 2^24 pixels. */
    private static double sixteenBitVariance(long[] histogram, long count, long sum) {
        long near = sum / count;
        long squares = 0;
        for (int grey = 0; grey < histogram.length; grey++) {
            squares += (grey - near) * (grey - near) * histogram[grey];
        }
        double rest = (double) (sum - near * count); // what the mean is above that level, times the pixels
        return (squares - rest * rest / count) / count;
    }

    /** The grey level of the {@code rank}-th pixel from the darkest, counted from 1. */
    private static int rank(long[] histogram, long rank) {
        long seen = 0;
        for (int grey = 0; grey < histogram.length - 1; grey++) {
            seen += histogram[grey];
            if (seen >= rank) {
                return grey;
            }
        }
        return histogram.length - 1;
    }
}
