package io.wellstream.local.cli.accuracy;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.proto.v1.RunSpecification;
import java.util.Locale;

/**
 * One recipe of the benchmark.
 *
 * @param settings of its runs, without data set, cell type and seed
 */
public record Arm(String name, RunSpecification settings) {

    /** A run on all labelled experiments of a cell type. It has no validation set, is evaluated by the benchmark and never served. */
    RunSpecification run(DatasetId dataset, CellType cellType, long seed, String ingestJob) {
        return TrainingRuns.onAllExperiments(dataset, cellType, seed)
                .clearPromote()
                .setPromotion("never")
                .mergeFrom(settings)
                .addIngestJobs(ingestJob)
                .build();
    }

    String runName(CellType cellType, long seed) {
        return (name + "-" + cellType + "-" + seed).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]+", "-");
    }

    public Arm withEngine(String engine) {
        return new Arm(name, settings.toBuilder().setEngine(engine).build());
    }

    public Arm withEpochs(int epochs) {
        return new Arm(name, settings.toBuilder().setEpochs(epochs).build());
    }
}
