package io.wellstream.local.cli.demo;

import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.render.Composite;
import io.wellstream.imaging.render.Palette;
import io.wellstream.imaging.score.Accuracy;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.local.cli.client.ScorerClient;
import io.wellstream.local.cli.client.SiteImages;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.local.cli.files.PictureFile;
import io.wellstream.local.cli.files.Truth;
import io.wellstream.local.cli.picture.RunPicture;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.ClassProbability;
import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellPrediction;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.WellKeys;
import io.wellstream.wire.store.ObjectStore;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Draws the results of a demo: learning curves per cell type, and some unseen wells with their predictions. */
final class DemoPicture {
    private static final int WELLS_SHOWN = 10;

    private final SystemClient client;
    private final DemoPlan plan;

    DemoPicture(SystemClient client, DemoPlan plan) {
        this.client = client;
        this.plan = plan;
    }

    void write(Path file, Map<String, TrainingRuns.Ended> runs, Truth truth, Map<ExperimentId, Accuracy> accuracies)
            throws IOException {
        Map<String, WellIngested> wells = client.table(Topics.WELLS, key -> key.startsWith(DemoPlan.DATASET + "/"));
        List<RunPicture.CellTypePart> parts = new ArrayList<>();
        try (ObjectStore store = ObjectStore.connect(client.store());
                ScorerClient scorer = client.scorer()) {
            for (TrainingRuns.Ended run : runs.values()) {
                CellType cellType = new CellType(run.record().getSpecification().getCellType());
                ExperimentId unseen =
                        truth.experiments().getOrDefault(cellType, List.of()).getFirst();
                parts.add(new RunPicture.CellTypePart(
                        cellType.name(),
                        run.epochs().stream()
                                .map(EpochFinished::getTrainingLoss)
                                .toList(),
                        run.epochs().stream()
                                .map(EpochFinished::getTrainingAccuracy)
                                .toList(),
                        1.0 / truth.classes(),
                        "unseen " + unseen + ", " + accuracies.get(unseen),
                        wells(store, scorer, wells, rows(truth, unseen))));
            }
        }
        String title = "Wellstream demo, seed " + plan.seed() + ", effect " + plan.effect();
        PictureFile.of(file).write(RunPicture.draw(title, parts));
    }

    /** Evenly spread over the plates, independent of the predictions. */
    private static List<Truth.Row> rows(Truth truth, ExperimentId experiment) {
        List<Truth.Row> rows = truth.rows().stream()
                .filter(row -> row.well().experiment().equals(experiment))
                .toList();
        List<Truth.Row> chosen = new ArrayList<>();
        for (int i = 0; i < Math.min(WELLS_SHOWN, rows.size()); i++) {
            chosen.add(rows.get(i * rows.size() / Math.min(WELLS_SHOWN, rows.size())));
        }
        return chosen;
    }

    private static List<RunPicture.WellPart> wells(
            ObjectStore store, ScorerClient scorer, Map<String, WellIngested> wells, List<Truth.Row> rows) {
        PredictRequest.Builder request =
                PredictRequest.newBuilder().setDataset(DemoPlan.DATASET).setTopK(1);
        rows.forEach(row -> request.addWells(WellKeys.of(row.well())));
        List<WellPrediction> predictions = scorer.predict(request.build()).getPredictionsList();
        List<RunPicture.WellPart> parts = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Truth.Row row = rows.get(i);
            WellIngested well = wells.get(MessageKeys.well(new DatasetId(DemoPlan.DATASET), row.well()));
            if (well == null) {
                throw new UserError("well " + row.well() + " is not in topic wells");
            }
            ClassProbability best = predictions.get(i).getTop(0);
            parts.add(new RunPicture.WellPart(
                    image(store, well),
                    row.well().plate().number() + "/" + row.well().position(),
                    row.label(),
                    best.getLabel(),
                    best.getProbability()));
        }
        return parts;
    }

    private static BufferedImage image(ObjectStore store, WellIngested well) {
        SiteImage site = SiteImages.first(store, well);
        return Composite.of(site, Palette.of(site.channels()).fittedTo(List.of(site)));
    }
}
