package io.wellstream.imaging.score;

import java.util.Locale;

/**
 * The share of wells predicted correctly, always with its n and its 95 % interval.
 *
 * <p>The interval is Wilson's score interval (E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209–212): it stays inside 0…1 and is
 * valid at small n. It treats wells as independent, so it is for one experiment; for several use {@link PooledAccuracy}.
 *
 * @param correct wells predicted correctly
 * @param n wells predicted, at least 1
 */
public record Accuracy(long correct, long n) {
    /** The 97.5 % point of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    public Accuracy {
        if (n < 1 || correct < 0 || correct > n) {
            throw new IllegalArgumentException(correct + " of " + n + " wells right; expected 0 to n, n at least 1");
        }
    }

    /** From 0 to 1. */
    public double value() {
        return (double) correct / n;
    }

    /** The lower end of the 95 % interval, 0…1. */
    public double low() {
        return correct == 0 ? 0 : centre() - halfWidth();
    }

    /** The upper end of the 95 % interval, 0…1. */
    public double high() {
        return correct == n ? 1 : centre() + halfWidth();
    }

    private double centre() {
        return (correct + Z * Z / 2) / (n + Z * Z);
    }

    private double halfWidth() {
        double variance = (double) correct * (n - correct) / n + Z * Z / 4;
        return Z * Math.sqrt(variance) / (n + Z * Z);
    }

    /** For example {@code 54.2 % (13 of 24 wells; 95 % interval 35.1–72.1 %)}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.1f %% (%d of %d wells; 95 %% interval %.1f–%.1f %%)",
                100 * value(),
                correct,
                n,
                100 * low(),
                100 * high());
    }
}
