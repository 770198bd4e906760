package io.wellstream.scorer.report;

import io.wellstream.proto.v1.KnownTruth;
import io.wellstream.proto.v1.Share;
import java.util.List;
import java.util.Optional;

/**
 * A set of wells with known treatments, and its two accuracy curves.
 *
 * @param byConfidence accuracy of the predictions of each confidence
 * @param byCoverage accuracy of the most confident predictions, by their fraction of all
 * @param confusion of controls
 */
record KnownSetCurves(KnownTruth set, List<Point> byConfidence, List<Point> byCoverage, Optional<Confusion> confusion) {
    static KnownSetCurves of(KnownTruth set) {
        return new KnownSetCurves(
                set,
                set.getReliabilityList().stream()
                        .map(bin -> new Point(bin.getConfidence(), bin.getAccuracy()))
                        .toList(),
                set.getSurestList().stream()
                        .map(surest -> new Point(surest.getCoverage(), surest.getAccuracy()))
                        .toList(),
                Confusion.of(set.getConfusionList()));
    }

    /**
     * A point of a curve.
     *
     * @param x 0…1
     */
    record Point(double x, Share accuracy) {}
}
