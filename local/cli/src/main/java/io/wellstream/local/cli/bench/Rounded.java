package io.wellstream.local.cli.bench;

/** Figures as a report shows them: no more digits than were measured. */
final class Rounded {
    private static final double HUNDREDTHS = 100;

    private Rounded() {}

    static double of(double value) {
        return Math.round(value * HUNDREDTHS) / HUNDREDTHS;
    }
}
