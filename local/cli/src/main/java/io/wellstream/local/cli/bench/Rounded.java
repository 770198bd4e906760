package io.wellstream.local.cli.bench;

/** Numbers rounded to hundredths for reports. */
final class Rounded {
    private static final double HUNDREDTHS = 100;

    private Rounded() {}

    static double of(double value) {
        return Math.round(value * HUNDREDTHS) / HUNDREDTHS;
    }
}
