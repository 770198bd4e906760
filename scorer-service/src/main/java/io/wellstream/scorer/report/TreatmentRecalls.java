package io.wellstream.scorer.report;

import io.wellstream.proto.v1.LabelRecall;
import java.util.Comparator;
import java.util.List;

/** How often each treatment is predicted correctly in validation wells, the best first. */
record TreatmentRecalls(List<LabelRecall> bestFirst) {
    private static final Comparator<LabelRecall> BEST_FIRST = Comparator.comparingDouble(
                    (LabelRecall recall) -> -recall.getRecall().getValue())
            .thenComparing(recall -> -recall.getRecall().getN())
            .thenComparing(LabelRecall::getLabel);

    static TreatmentRecalls of(List<LabelRecall> recalls) {
        return new TreatmentRecalls(recalls.stream().sorted(BEST_FIRST).toList());
    }

    /** The number of treatments that are never predicted correctly. */
    public long never() {
        return bestFirst.stream()
                .filter(recall -> recall.getRecall().getHits() == 0)
                .count();
    }
}
