package io.wellstream.simulator;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.WellPosition;
import io.wellstream.simulator.morphology.Perturbation;
import io.wellstream.simulator.random.StreamKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlateLayoutTest {
    private static final CellLinePlan LINE = new CellLinePlan(Screens.HUVEC, 60, 2, true);
    private static final StreamKey ROOT = StreamKey.root(11);

    @Test
    void aFullPlateHasRxRx1sWells() {
        List<SimulatedWell> wells = experiment(new PlatePlan(1108, 4, 30, false), 1);

        Map<PlateId, List<SimulatedWell>> plates =
                wells.stream().collect(groupingBy(well -> well.id().plate()));
        assertThat(plates).hasSize(4).allSatisfy((plate, itsWells) -> {
            assertThat(itsWells).hasSize(308);
            assertThat(itsWells).filteredOn(SimulatedWell::isControl).hasSize(31);
            assertThat(itsWells)
                    .filteredOn(well -> well.perturbation() instanceof Perturbation.PositiveControl)
                    .extracting(well -> well.perturbation().number())
                    .doesNotHaveDuplicates()
                    .allMatch(number -> number >= 1108 && number <= 1137);
        });
        assertThat(wells)
                .filteredOn(well -> !well.isControl())
                .extracting(well -> well.perturbation().number())
                .hasSize(1108)
                .doesNotHaveDuplicates();
    }

    @Test
    void theLayoutIsDrawnAnewForEachExperiment() {
        PlatePlan plan = new PlatePlan(24, 2, 9, false);

        Set<Map<String, Integer>> layouts = new HashSet<>();
        for (int number = 1; number <= 5; number++) {
            layouts.add(experiment(plan, number).stream()
                    .collect(toMap(
                            well -> well.id().plate().number()
                                    + well.id().position().toString(),
                            well -> well.perturbation().number())));
        }

        assertThat(layouts).hasSize(5);
    }

    @Test
    void aTreatmentsPositionIsIndependentOfIt() {
        PlatePlan plan = new PlatePlan(24, 2, 9, false);
        double sumOfRanks = 0;
        double sumOfLabels = 0;
        double products = 0;
        double rankSquares = 0;
        double labelSquares = 0;
        int n = 0;
        for (int number = 1; number <= 60; number++) {
            List<SimulatedWell> treated = experiment(plan, number).stream()
                    .filter(well -> !well.isControl())
                    .toList();
            for (int rank = 0; rank < treated.size(); rank++, n++) {
                double label = treated.get(rank).perturbation().number();
                sumOfRanks += rank;
                sumOfLabels += label;
                products += rank * label;
                rankSquares += (double) rank * rank;
                labelSquares += label * label;
            }
        }
        double covariance = products / n - sumOfRanks / n * sumOfLabels / n;
        double correlation = covariance
                / Math.sqrt((rankSquares / n - Math.pow(sumOfRanks / n, 2))
                        * (labelSquares / n - Math.pow(sumOfLabels / n, 2)));

        assertThat(correlation).isBetween(-0.15, 0.15); // group and plate are linked within one experiment
    }

    @Test
    void treatmentsKeepTheirPlateMates() {
        PlatePlan plan = new PlatePlan(24, 2, 9, false);

        Set<Set<Integer>> groups = new HashSet<>();
        for (int number = 1; number <= 6; number++) {
            experiment(plan, number).stream()
                    .filter(well -> !well.isControl())
                    .collect(groupingBy(
                            well -> well.id().plate().number(),
                            mapping(well -> well.perturbation().number(), toSet())))
                    .values()
                    .forEach(groups::add);
        }

        assertThat(groups).hasSize(2);
    }

    @Test
    void missingWellsComeInBlocksOnAllPlates() {
        PlatePlan plan = PlatePlan.rxrx1();
        int experimentsWithABlock = 0;
        List<WellPosition> lost = new ArrayList<>();
        for (int number = 1; number <= 60; number++) {
            Set<WellPosition> missing = missing(experiment(plan, number), plan.plates());
            experimentsWithABlock += missing.isEmpty() ? 0 : 1;
            lost.addAll(missing);
            assertThat(missing)
                    .hasSizeLessThanOrEqualTo(4)
                    .allMatch(one -> missing.size() == 1 || missing.stream().anyMatch(other -> adjacent(one, other)));
        }

        assertThat(experimentsWithABlock).isBetween(3, 20);
        assertThat(lost.size()).isGreaterThan(experimentsWithABlock);
    }

    private static boolean adjacent(WellPosition one, WellPosition other) {
        return Math.abs(one.row() - other.row()) + Math.abs(one.column() - other.column()) == 1;
    }

    /** Positions of the layout that are empty on all plates of the experiment. */
    private static Set<WellPosition> missing(List<SimulatedWell> wells, int plates) {
        Set<WellPosition> missing = new HashSet<>(PlateLayout.TREATED);
        missing.addAll(PlateLayout.CONTROLS);
        wells.forEach(well -> missing.remove(well.id().position()));
        assertThat(wells).hasSizeLessThanOrEqualTo((308 - missing.size()) * plates);
        return missing;
    }

    private static List<SimulatedWell> experiment(PlatePlan plan, int number) {
        return new PlateLayout(plan, false).layOut(LINE, number, ROOT.at(number));
    }
}
