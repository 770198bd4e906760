package io.wellstream.scorer.evaluation;

import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.WellPosition;
import io.wellstream.proto.v1.Band;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.PlateAccount;
import io.wellstream.scorer.experiment.PredictedExperiment;
import io.wellstream.scorer.experiment.PredictedWell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Whether a plate is uniform: confidence and brightness by row, by column, at the edge and inside. */
final class PlateUniformity {
    private final List<Spot> spots = new ArrayList<>();
    private double[] plateMean = {}; // [channel]

    /** A well of the plate. */
    private record Spot(WellPosition at, double confidence, List<Double> grey) {}

    private PlateUniformity() {}

    /** By plate, ascending. */
    static List<PlateAccount> of(PredictedExperiment experiment) {
        Map<PlateId, PlateUniformity> plates = new TreeMap<>();
        for (PredictedWell well : experiment.wells()) {
            plates.computeIfAbsent(well.id().plate(), plate -> new PlateUniformity())
                    .spots
                    .add(new Spot(well.id().position(), well.confidence(), grey(well)));
        }
        return plates.entrySet().stream()
                .map(plate -> PlateAccount.newBuilder()
                        .setPlate(plate.getKey().number())
                        .setPlateName(
                                plate.getKey().number() == 0 ? plate.getKey().name() : "")
                        .setGroup(experiment
                                .groups()
                                .map(groups -> groups.groupOf(plate.getKey()) + 1)
                                .orElse(0))
                        .addAllBands(plate.getValue().bands())
                        .build())
                .toList();
    }

    /** Mean grey level of the well's sites, [channel]. */
    private static List<Double> grey(PredictedWell well) {
        List<IngestedSite> sites = well.well().getSitesList();
        double[] grey = new double[sites.getFirst().getImagesCount()];
        for (int channel = 0; channel < grey.length; channel++) {
            List<IngestedImage> images = Alarms.images(sites, channel);
            for (IngestedImage image : images) {
                grey[channel] += image.getMean() / images.size();
            }
        }
        return Arrays.stream(grey).boxed().toList();
    }

    private List<Band> bands() {
        plateMean = new double[spots.getFirst().grey().size()];
        for (Spot spot : spots) {
            for (int channel = 0; channel < plateMean.length; channel++) {
                plateMean[channel] += spot.grey().get(channel) / spots.size();
            }
        }
        int[] rows = spots.stream()
                .mapToInt(spot -> spot.at().row())
                .distinct()
                .sorted()
                .toArray();
        int[] columns = spots.stream()
                .mapToInt(spot -> spot.at().column())
                .distinct()
                .sorted()
                .toArray();
        List<Band> bands = new ArrayList<>();
        IntStream.of(rows).forEach(row -> add(bands, "row " + letter(row), at -> at.row() == row));
        IntStream.of(columns).forEach(column -> add(bands, "column " + column, at -> at.column() == column));
        Predicate<WellPosition> edge = at -> at.row() == rows[0]
                || at.row() == rows[rows.length - 1]
                || at.column() == columns[0]
                || at.column() == columns[columns.length - 1];
        add(bands, "edge", edge);
        add(bands, "inside", edge.negate());
        return bands;
    }

    private static String letter(int row) {
        String position = new WellPosition(row, 1).toString();
        return position.substring(0, position.length() - 2);
    }

    private void add(List<Band> bands, String name, Predicate<WellPosition> where) {
        List<Spot> inside = spots.stream().filter(spot -> where.test(spot.at())).toList();
        if (!inside.isEmpty()) {
            bands.add(Band.newBuilder()
                    .setName(name)
                    .setWells(inside.size())
                    .setMeanConfidence(inside.stream()
                            .mapToDouble(Spot::confidence)
                            .average()
                            .orElseThrow())
                    .setIntensity(inside.stream()
                            .mapToDouble(this::brightness)
                            .average()
                            .orElseThrow())
                    .build());
        }
    }

    /** Relative to the plate's mean, averaged over the channels; 1 where the plate is uniform. */
    private double brightness(Spot spot) {
        double sum = 0;
        int channels = 0;
        for (int channel = 0; channel < plateMean.length; channel++) {
            if (plateMean[channel] > 0) {
                sum += spot.grey().get(channel) / plateMean[channel];
                channels++;
            }
        }
        return channels == 0 ? 1 : sum / channels;
    }
}
