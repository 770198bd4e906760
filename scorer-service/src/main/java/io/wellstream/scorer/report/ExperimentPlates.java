package io.wellstream.scorer.report;

import io.wellstream.proto.v1.Band;
import io.wellstream.proto.v1.ExperimentAccount;
import io.wellstream.proto.v1.PlateAccount;
import io.wellstream.wire.keys.WellKeys;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The plates of one experiment, each with its map and the bands (rows, columns, edge and inside) that differ. */
record ExperimentPlates(String experiment, List<Plate> plates) {
    static ExperimentPlates of(ExperimentAccount experiment, List<PlateMap> maps) {
        return new ExperimentPlates(
                experiment.getExperiment(),
                experiment.getPlatesList().stream()
                        .map(account -> new Plate(account, map(maps, experiment.getExperiment(), plate(account))))
                        .toList());
    }

    private static String plate(PlateAccount account) {
        return WellKeys.plate(account.getPlate(), account.getPlateName());
    }

    private static Optional<PlateDrawing> map(List<PlateMap> maps, String experiment, String plate) {
        return maps.stream()
                .filter(map -> map.plate().experiment().name().equals(experiment)
                        && map.plate().name().equals(plate))
                .findFirst()
                .map(PlateDrawing::of);
    }

    /** A plate. */
    record Plate(PlateAccount account, Optional<PlateDrawing> drawing) {
        /** The plate's number or name. */
        public String name() {
            return plate(account);
        }

        public List<Band> edgeAndInside() {
            return account.getBandsList().stream()
                    .filter(band ->
                            band.getName().equals("edge") || band.getName().equals("inside"))
                    .toList();
        }

        /** The darkest and brightest row, then column. */
        public List<Extremes> extremes() {
            return Stream.of("row ", "column ").flatMap(this::extremes).toList();
        }

        private Stream<Extremes> extremes(String kind) {
            List<Band> bands = account.getBandsList().stream()
                    .filter(band -> band.getName().startsWith(kind))
                    .sorted(Comparator.comparingDouble(Band::getIntensity))
                    .toList();
            return bands.size() < 2 ? Stream.empty() : Stream.of(new Extremes(bands.getFirst(), bands.getLast()));
        }
    }

    /** The darkest and the brightest of a plate's rows or columns. */
    record Extremes(Band darkest, Band brightest) {}
}
