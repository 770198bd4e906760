package io.wellstream.local.cli.accuracy;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.local.cli.files.WholeFiles;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.wire.rows.Csv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Results on disk: {@code predictions.csv} and {@code runs.csv}, which benchmarks/accuracy_pytorch.py writes too. */
record ResultFiles(Path predictions, Path runs) {
    private static final List<String> PREDICTION =
            List.of("arm", "seed", "experiment", "plate", "well", "truth", "predicted");
    private static final List<String> RUN =
            List.of("arm", "cell_type", "seed", "seconds", "starved", "samples", "leaking_accuracy", "parameters");

    static ResultFiles in(Path folder) {
        return new ResultFiles(folder.resolve("predictions.csv"), folder.resolve("runs.csv"));
    }

    void write(Results results) {
        new WholeFiles(true)
                .write(Map.of(
                        predictions,
                        Csv.write(PREDICTION, results.predictions().stream().map(ResultFiles::line)),
                        runs,
                        Csv.write(RUN, results.runs().stream().map(ResultFiles::line))));
    }

    private static List<String> line(Prediction of) {
        return List.of(
                of.arm(),
                String.valueOf(of.seed()),
                of.well().experiment().name(),
                of.well().plate().name(),
                of.well().position().toString(),
                of.truth(),
                of.predicted());
    }

    private static List<String> line(TrainedRun run) {
        return List.of(
                run.arm(),
                run.cellType(),
                String.valueOf(run.seed()),
                String.format(Locale.ROOT, "%.1f", run.work().seconds()),
                String.format(Locale.ROOT, "%.1f", run.work().starved()),
                String.valueOf(run.work().samples()),
                run.leaking().isPresent()
                        ? String.format(Locale.ROOT, "%.4f", run.leaking().getAsDouble())
                        : "",
                run.digest());
    }

    Results read() throws IOException {
        List<Prediction> made = new ArrayList<>();
        List<TrainedRun> trained = new ArrayList<>();
        try {
            for (Csv.Line line : Csv.read(Files.readAllBytes(predictions), PREDICTION)) {
                made.add(prediction(line.fields()));
            }
            for (Csv.Line line : Csv.read(Files.readAllBytes(runs), RUN)) {
                trained.add(run(line.fields()));
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new UserError(
                    predictions + " and " + runs + " are no results of the benchmark: " + e.getMessage(), e);
        }
        return new Results(made, trained);
    }

    private static Prediction prediction(List<String> fields) {
        WellId well = WellId.of(fields.get(2), fields.get(3), fields.get(4));
        return new Prediction(fields.get(0), Long.parseLong(fields.get(1)), well, fields.get(5), fields.get(6));
    }

    private static TrainedRun run(List<String> fields) {
        return new TrainedRun(
                fields.get(0),
                fields.get(1),
                Long.parseLong(fields.get(2)),
                new TrainedRun.Work(
                        Double.parseDouble(fields.get(3)),
                        Double.parseDouble(fields.get(4)),
                        Long.parseLong(fields.get(5))),
                fields.get(6).isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(fields.get(6))),
                fields.get(7));
    }
}
