package io.wellstream.imaging.score;

import java.util.Locale;

/**
 * An accuracy estimated without labels, with the interval that probably contains it. It must never be shown as a measurement.
 *
 * @param value from 0 to 1
 * @param low lower end of the interval, 0…value
 * @param high upper end of the interval, value…1
 * @param coverage how often such intervals contain the truth if the method's assumptions hold: 0…1
 */
public record Estimate(double value, double low, double high, double coverage) {
    public Estimate {
        if (!(0 <= low && low <= value && value <= high && high <= 1) || !(coverage > 0 && coverage < 1)) {
            throw new IllegalArgumentException(
                    "an estimate of " + value + " in " + low + "…" + high + " at coverage " + coverage);
        }
    }

    /** Clamps all values to those possible for an accuracy. */
    static Estimate clamped(double value, double low, double high, double coverage) {
        double clamped = Math.clamp(value, 0, 1);
        return new Estimate(clamped, Math.clamp(low, 0, clamped), Math.clamp(high, clamped, 1), coverage);
    }

    /** For example {@code about 31 % (estimate; 80 % interval 20–44 %)}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "about %.0f %% (estimate; %.0f %% interval %.0f–%.0f %%)",
                100 * value,
                100 * coverage,
                100 * low,
                100 * high);
    }
}
