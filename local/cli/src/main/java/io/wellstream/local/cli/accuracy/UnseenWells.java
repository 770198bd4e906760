package io.wellstream.local.cli.accuracy;

import com.google.common.collect.Lists;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.local.cli.client.ScorerClient;
import io.wellstream.local.cli.files.Truth;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.WellPrediction;
import io.wellstream.wire.keys.WellKeys;
import java.util.ArrayList;
import java.util.List;

/** The unseen treated wells of a cell type, which the scorer predicts with the model of a run. */
final class UnseenWells {
    private static final int WELLS_OF_A_CALL = 50;

    private final ScorerClient scorer;
    private final String dataset;
    private final List<Truth.Row> rows;

    UnseenWells(ScorerClient scorer, String dataset, Truth truth, CellType cellType) {
        this.scorer = scorer;
        this.dataset = dataset;
        this.rows = truth.rows().stream()
                .filter(row -> CellType.of(row.well().experiment()).equals(cellType))
                .toList();
    }

    List<Prediction> predict(String arm, long seed, String run) {
        List<Prediction> predictions = new ArrayList<>();
        for (List<Truth.Row> part : Lists.partition(rows, WELLS_OF_A_CALL)) {
            PredictRequest.Builder request =
                    PredictRequest.newBuilder().setDataset(dataset).setRun(run).setTopK(1);
            part.forEach(row -> request.addWells(WellKeys.of(row.well())));
            List<WellPrediction> answers = scorer.predict(request.build()).getPredictionsList();
            for (int i = 0; i < part.size(); i++) {
                Truth.Row row = part.get(i);
                predictions.add(new Prediction(
                        arm,
                        seed,
                        row.well(),
                        row.label(),
                        answers.get(i).getTop(0).getLabel()));
            }
        }
        return predictions;
    }
}
