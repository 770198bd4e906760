package io.wellstream.local.cli.study;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.client.DataSets;
import io.wellstream.local.cli.client.ModelCards;
import io.wellstream.local.cli.client.RequestNames;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.local.cli.client.TrainingRuns.Ended;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.local.cli.verb.SystemOption;
import io.wellstream.local.cli.verb.Verb;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellKey;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.MessageKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains all combinations of some settings and compares them on validation experiments. */
@Command(
        name = "sweep",
        description = {
            "Train all combinations of some settings and compare them on validation.",
            "All runs have the same data, validation experiments and seed. The test experiments are left out of every run: they"
                    + " are neither trained on nor scored, so that a later run with the chosen settings still finds them unseen.",
            "Settings have the names of RunSpecification's fields (runs.proto), for example epochs, batch_size, augmentation,"
                    + " network.name, learning_rate.base. Models are published and not served."
        },
        footer = {"", "Example:", "  ./wellstream sweep --dataset d --validation A-3 --test A-4 --vary epochs=5,9"})
public final class SweepVerb extends Verb {
    @Mixin
    private final SystemOption system = new SystemOption();

    @Option(names = "--dataset", required = true, paramLabel = "NAME", description = "The data set.")
    private String dataset = "";

    @Option(
            names = "--cell-type",
            defaultValue = "",
            paramLabel = "NAME",
            description = "Train on this cell type only. Default: all.")
    private String cellType = "";

    @Option(
            names = "--validation",
            required = true,
            split = ",",
            paramLabel = "NAME",
            description = "Validation experiments, separated by commas.")
    private List<String> validation = List.of();

    @Option(
            names = "--test",
            required = true,
            split = ",",
            paramLabel = "NAME",
            description = "Test experiments, separated by commas, which no run uses.")
    private List<String> test = List.of();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of all runs.")
    private List<String> fixed = List.of();

    @Option(
            names = "--vary",
            required = true,
            paramLabel = "KEY=A,B",
            description = "A setting and its values, separated by commas; at most 64 combinations in all.")
    private List<String> varied = List.of();

    @Override
    public Integer call() throws InterruptedException {
        Grid grid = new Grid();
        fixed.forEach(grid::set);
        varied.forEach(grid::vary);
        List<Grid.Cell> cells = grid.cells();
        SystemClient client = system.client();
        DatasetId name = new DatasetId(dataset);
        DataSets unused = DataSets.read(client).require(name);
        List<WellKey> heldBack = heldBack(client, name);
        String sweep = RequestNames.of("sweep");
        Map<String, Grid.Cell> runs = new LinkedHashMap<>();
        Map<String, RunSpecification> specifications = new LinkedHashMap<>();
        for (Grid.Cell cell : cells) {
            String run = String.format(Locale.ROOT, "%s-%02d", sweep, runs.size() + 1);
            runs.put(run, cell);
            specifications.put(run, specification(cell, name, heldBack));
        }
        Map<String, Ended> ended = new TrainingRuns(client).startAndFollow(specifications);
        List<SweepTable.Row> rows = new ArrayList<>();
        runs.forEach((run, cell) -> {
            Ended end = Objects.requireNonNull(ended.get(run), run);
            rows.add(
                    end.record().hasFinished()
                            ? SweepTable.Row.of(cell.toString(), ModelCards.of(client, end.record()))
                            : SweepTable.Row.failed(cell.toString(), run, TrainingRuns.failure(end.record())));
        });
        new SweepTable(rows).lines().forEach(out()::println);
        out().flush();
        return rows.stream().allMatch(SweepTable.Row::isComplete) ? 0 : 1;
    }

    private List<WellKey> heldBack(SystemClient client, DatasetId name) {
        String prefix = MessageKeys.dataset(name);
        List<String> unknown = new ArrayList<>(test);
        List<WellKey> wells = new ArrayList<>();
        for (WellIngested well :
                client.table(Topics.WELLS, key -> key.startsWith(prefix)).values()) {
            if (test.contains(well.getWell().getExperiment())) {
                wells.add(well.getWell());
                unknown.remove(well.getWell().getExperiment());
            }
        }
        if (!unknown.isEmpty()) {
            throw new UserError(
                    "--test " + String.join(",", unknown) + "; expected experiments of data set '" + name + "'");
        }
        return wells;
    }

    private RunSpecification specification(Grid.Cell cell, DatasetId name, List<WellKey> heldBack) {
        return cell.settings().toBuilder()
                .setDataset(name.name())
                .setCellType(cellType)
                .setSplit(Split.newBuilder()
                        .setByExperiment(ByExperiment.newBuilder()
                                .addAllValidation(validation)
                                .setDrawTest(-1)))
                .addAllExcluded(heldBack)
                .setPromotion("never")
                .build();
    }
}
