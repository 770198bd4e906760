package io.wellstream.local.cli.client;

import static java.util.stream.Collectors.toSet;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.link.RefusedException;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.MessageKeys;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The data sets of a system, and errors that name those that exist. */
public final class DataSets {
    private final SystemClient system;
    private final Collection<IngestFinished> ingests;

    private DataSets(SystemClient system, Collection<IngestFinished> ingests) {
        this.system = system;
        this.ingests = ingests;
    }

    public static DataSets read(SystemClient system) {
        return new DataSets(system, system.table(Topics.INGESTS, key -> true).values());
    }

    /** Does work on a data set. If a service refuses it and the data set does not exist, the error says so. */
    public static <T> T explaining(SystemClient system, DatasetId dataset, Supplier<T> work) {
        try {
            return work.get();
        } catch (RefusedException e) {
            read(system).require(dataset);
            throw e;
        }
    }

    /** Throws a {@link UserError} unless the data set exists, even if its first ingest has not finished yet. */
    public DataSets require(DatasetId dataset) {
        Set<String> finished = ingests.stream().map(IngestFinished::getDataset).collect(toSet());
        if (!finished.contains(dataset.name()) && hasNoWells(dataset)) {
            throw UserError.doesNotExist("data set", dataset.name(), finished);
        }
        return this;
    }

    private boolean hasNoWells(DatasetId dataset) {
        String prefix = MessageKeys.dataset(dataset);
        return system.table(Topics.WELLS, key -> key.startsWith(prefix)).isEmpty();
    }

    /** The cell types of the experiments; all of the screen's if an experiment's name does not begin with its cell type. */
    private static Stream<String> cellTypes(IngestFinished ingest) {
        List<String> ofScreen = ingest.getScreen().getCellTypesList();
        return ingest.getExperimentsList().stream().flatMap(experiment -> {
            String start = experiment.substring(0, Math.max(0, experiment.lastIndexOf('-')));
            return ofScreen.isEmpty() || ofScreen.contains(start) ? Stream.of(start) : ofScreen.stream();
        });
    }

    /** Throws a {@link UserError} if the finished ingests of the data set have no experiment of the cell type. */
    public void require(DatasetId dataset, CellType cellType) {
        Set<String> cellTypes = ingests.stream()
                .filter(ingest -> ingest.getDataset().equals(dataset.name()))
                .flatMap(DataSets::cellTypes)
                .collect(toSet());
        if (!cellTypes.isEmpty() && !cellTypes.contains(cellType.name())) {
            throw new UserError("data set '" + dataset + "' has no cell type '" + cellType + "'; there are: "
                    + UserError.closest(cellType.name(), cellTypes));
        }
    }
}
