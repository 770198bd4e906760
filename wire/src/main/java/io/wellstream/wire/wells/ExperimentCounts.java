package io.wellstream.wire.wells;

import io.wellstream.imaging.screen.Depth;
import io.wellstream.proto.v1.CellTypeWells;
import io.wellstream.proto.v1.ExperimentWells;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellRole;
import io.wellstream.wire.kafka.Summary;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What is counted over the wells of one experiment.
 *
 * @param controlLabels the labels of its control wells
 */
public record ExperimentCounts(List<OfCellType> cellTypes, Set<String> controlLabels) {
    static final Summary<WellIngested, ExperimentWells> SUMMARY =
            new Summary<>(ExperimentCounts::count, ExperimentWells.parser());

    public ExperimentCounts {
        cellTypes = List.copyOf(cellTypes);
        controlLabels = LabelSet.copyOf(controlLabels);
    }

    /**
     * What is counted over its wells of one cell type.
     *
     * @param labels of the wells of the training part
     * @param channels the most of the first sites of wells that have such a label
     * @param depth of the sites
     */
    public record OfCellType(String cellType, long wells, Sites sites, Set<String> labels, int channels, Depth depth) {
        public OfCellType {
            labels = LabelSet.copyOf(labels);
        }

        private static OfCellType of(CellTypeWells counted, Function<Collection<String>, Set<String>> shared) {
            return new OfCellType(
                    counted.getCellType(),
                    counted.getWells(),
                    new Sites(counted.getSites(), counted.getLabelledSites(), counted.getTestSites()),
                    shared.apply(counted.getLabelsList()),
                    counted.getChannels(),
                    Depth.of(counted.getSixteenBits()));
        }
    }

    /**
     * Numbers of sites.
     *
     * @param labelled those of wells of the training part that have a label
     * @param test those of wells of the test part
     */
    public record Sites(long all, long labelled, long test) {}

    /** @param shared makes sets of labels, which share what they can */
    static ExperimentCounts of(ExperimentWells counted, Function<Collection<String>, Set<String>> shared) {
        return new ExperimentCounts(
                counted.getCellTypesList().stream()
                        .map(each -> OfCellType.of(each, shared))
                        .toList(),
                shared.apply(counted.getControlLabelsList()));
    }

    /** The number of wells. */
    public long wells() {
        return cellTypes.stream().mapToLong(OfCellType::wells).sum();
    }

    private static ExperimentWells count(Collection<WellIngested> wells) {
        Map<String, CellTypeWells.Builder> byCellType = new TreeMap<>();
        Map<String, TreeSet<String>> labels = new TreeMap<>();
        TreeSet<String> controls = new TreeSet<>();
        for (WellIngested well : wells) {
            CellTypeWells.Builder counted = byCellType.computeIfAbsent(
                    well.getCellType(), name -> CellTypeWells.newBuilder().setCellType(name));
            counted.setWells(counted.getWells() + 1).setSites(counted.getSites() + well.getSitesCount());
            if (well.getSitesCount() > 0 && well.getSites(0).getSixteenBits()) {
                counted.setSixteenBits(true);
            }
            if (well.getSubset() == Subset.SUBSET_TEST) {
                counted.setTestSites(counted.getTestSites() + well.getSitesCount());
            }
            if (isLabelled(well)) {
                counted.setLabelledSites(counted.getLabelledSites() + well.getSitesCount())
                        .setChannels(
                                Math.max(counted.getChannels(), well.getSites(0).getImagesCount()));
                labels.computeIfAbsent(well.getCellType(), name -> new TreeSet<>())
                        .add(well.getLabel());
            }
            if (isControl(well) && !well.getLabel().isEmpty()) {
                controls.add(well.getLabel());
            }
        }
        labels.forEach((cellType, those) ->
                byCellType.computeIfPresent(cellType, (name, counted) -> counted.addAllLabels(those)));
        ExperimentWells.Builder all = ExperimentWells.newBuilder().addAllControlLabels(controls);
        byCellType.values().forEach(counted -> all.addCellTypes(counted.build()));
        return all.build();
    }

    private static boolean isLabelled(WellIngested well) {
        return well.getSubset() == Subset.SUBSET_TRAIN
                && well.getSitesCount() > 0
                && !well.getLabel().isEmpty();
    }

    private static boolean isControl(WellIngested well) {
        return well.getRole() == WellRole.WELL_ROLE_POSITIVE_CONTROL
                || well.getRole() == WellRole.WELL_ROLE_NEGATIVE_CONTROL;
    }
}
