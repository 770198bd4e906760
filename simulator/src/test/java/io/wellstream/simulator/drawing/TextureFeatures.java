package io.wellstream.simulator.drawing;

/** Simple features of a site, for tests of what its pixels reveal. */
public final class TextureFeatures {
    private static final double[] SCALES = {1, 2, 4, 8};

    private TextureFeatures() {}

    /** The logarithms of each channel's mean and SD: everything that a gain and an offset change. */
    public static double[] brightness(byte[][] planes) {
        double[] features = new double[2 * planes.length];
        for (int channel = 0; channel < planes.length; channel++) {
            double sum = 0;
            double squares = 0;
            for (byte pixel : planes[channel]) {
                double grey = pixel & 0xFF;
                sum += grey;
                squares += grey * grey;
            }
            double mean = sum / planes[channel].length;
            features[channel] = Math.log(mean + 0.1);
            features[planes.length + channel] = 0.5 * Math.log(squares / planes[channel].length - mean * mean + 0.01);
        }
        return features;
    }

    /** Features without mean and SD: energy, skewness and correlations of the channels at four scales. */
    public static double[] texture(byte[][] planes, int side) {
        int channels = planes.length;
        Canvas[] left = new Canvas[channels];
        for (int channel = 0; channel < channels; channel++) {
            left[channel] = new Canvas(side);
            for (int i = 0; i < planes[channel].length; i++) {
                left[channel].values[i] = planes[channel][i] & 0xFF;
            }
            left[channel].standardise();
        }
        int perScale = 2 * channels + channels * (channels - 1) / 2;
        double[] features = new double[SCALES.length * perScale];
        int next = 0;
        for (double scale : SCALES) {
            Canvas[] bands = new Canvas[channels];
            for (int channel = 0; channel < channels; channel++) {
                Canvas smooth = left[channel].blur(scale);
                bands[channel] = difference(left[channel], smooth);
                left[channel] = smooth;
                features[next++] = 0.5 * Math.log(product(bands[channel], bands[channel]) + 1e-6);
                bands[channel].standardise();
                features[next++] = skewness(bands[channel]);
            }
            for (int one = 0; one < channels; one++) {
                for (int other = 0; other < one; other++) {
                    features[next++] = product(bands[one], bands[other]);
                }
            }
        }
        return features;
    }

    private static Canvas difference(Canvas a, Canvas b) {
        Canvas difference = new Canvas(a.side);
        for (int i = 0; i < a.values.length; i++) {
            difference.values[i] = a.values[i] - b.values[i];
        }
        return difference;
    }

    private static double product(Canvas a, Canvas b) {
        double sum = 0;
        for (int i = 0; i < a.values.length; i++) {
            sum += (double) a.values[i] * b.values[i];
        }
        return sum / a.values.length;
    }

    private static double skewness(Canvas plane) {
        double sum = 0;
        for (float value : plane.values) {
            sum += (double) value * value * value;
        }
        return sum / plane.values.length;
    }
}
