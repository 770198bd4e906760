package io.wellstream.scorer.experiment;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.scorer.inference.InferencePool;
import java.util.function.LongConsumer;

/**
 * What all experiments of one submission have in common while they are scored.
 *
 * @param repeats how often an experiment has each treatment; 0 if the screen does not declare it
 * @param progress receives how many more wells are done
 */
public record ScoringJob(
        DatasetId dataset, ScoringOptions options, int repeats, InferencePool.Slot slot, LongConsumer progress) {

    /** For wells that will be scored again, adapted: one view per site, and no progress. */
    ScoringJob asTrainedFirst() {
        return new ScoringJob(dataset, options.withViews(1), repeats, slot, wells -> {});
    }
}
