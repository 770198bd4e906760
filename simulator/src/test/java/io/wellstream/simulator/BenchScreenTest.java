package io.wellstream.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellPosition;
import io.wellstream.simulator.drawing.TextureFeatures;
import io.wellstream.simulator.morphology.CellLine;
import io.wellstream.simulator.morphology.Nuisance;
import io.wellstream.simulator.morphology.Variation;
import io.wellstream.simulator.morphology.Variation.Outlier;
import io.wellstream.simulator.random.StreamKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The variation of design {@code bench} against RxRx1's published statistics (../shared/data/rxrx1/experiment_pixel_stats.csv). */
class BenchScreenTest {
    private static final int MANY = 4_000;
    private static final int TREATMENTS = 4;
    private static final SimulationSpec SPEC = SimulationSpec.bench(5, List.of(Screens.HEPG2, Screens.HUVEC), 108);

    @Test
    void experimentsVaryInEachChannelAsRxRx1sDo() {
        double[][] logs = experiments();

        double[] measured = {0.48, 0.35, 0.34, 0.44, 0.60, 0.45};
        for (int channel = 0; channel < measured.length; channel++) {
            assertThat(sd(logs[channel])).isCloseTo(measured[channel], within(0.03));
        }
    }

    @Test
    void channelsOfAnExperimentAreCorrelatedAsRxRx1sAre() {
        double[][] logs = experiments();

        for (int one = 0; one < logs.length; one++) {
            for (int other = 0; other < one; other++) {
                assertThat(correlation(logs[one], logs[other])).isBetween(0.4, 0.92);
            }
        }
    }

    @Test
    void platesVaryLessThanExperimentsAndMoreThanNothing() {
        double[] logs = IntStream.range(0, MANY)
                .mapToDouble(i -> Math.log(Variation.BENCH
                        .ofPlate(StreamKey.root(3).at(i), WellPosition.parse("H12"))
                        .gains()
                        .get(2)))
                .toArray();

        assertThat(sd(logs)).isBetween(0.05, 0.16);
    }

    @Test
    void whatVariesExceedsTheEffectsInTraitSpace() {
        SimulatedScreen screen = new SimulatedScreen(SPEC);
        SimulatedScreen without = new SimulatedScreen(SPEC.withEffect(0));
        double nuisance = 0;
        double effects = 0;
        for (SimulatedWell well : screen.wells()) {
            if (!well.isControl()) {
                double[] varied = without.morphologyOf(well.id()).toArray();
                double[] both = screen.morphologyOf(well.id()).toArray();
                for (int i = 0; i < varied.length; i++) {
                    nuisance += varied[i] * varied[i];
                    effects += (both[i] - varied[i]) * (both[i] - varied[i]);
                }
            }
        }

        assertThat(nuisance).isGreaterThan(effects);
    }

    @Test
    void wellsAtTheEdgeHoldFewerCells() {
        double edge = 0;
        double centre = 0;
        for (int i = 0; i < MANY; i++) {
            StreamKey plate = StreamKey.root(9).at(i);
            edge += count(Variation.BENCH.ofPlate(plate, WellPosition.parse("B05")));
            centre += count(Variation.BENCH.ofPlate(plate, WellPosition.parse("H12")));
        }

        assertThat((edge - centre) / MANY).isLessThan(-0.5);
    }

    @Test
    void theLastUnseenExperimentIsFarTooBrightAndNoOtherUnseenOne() {
        int screens = 8;
        double excess = 0; // of the logarithm
        for (long seed = 1; seed <= screens; seed++) {
            Map<String, Double> brightness = brightnessOfUnseen(seed);
            double last = brightness.remove("HUVEC-12");
            assertThat(brightness).hasSize(3);
            excess += last
                    - brightness.values().stream()
                            .mapToDouble(Double::doubleValue)
                            .average()
                            .orElseThrow();
        }

        assertThat(Math.exp(excess / screens)).isBetween(2.5, 8.0);
    }

    /** The logarithm of the brightness, by experiment. */
    private static Map<String, Double> brightnessOfUnseen(long seed) {
        SimulatedScreen screen = new SimulatedScreen(
                SimulationSpec.bench(seed, List.of(Screens.HUVEC), TREATMENTS).withFields(new FieldPlan(1, 48)));
        Map<String, Double> brightness = new TreeMap<>();
        screen.wells().stream()
                .filter(well -> well.unseen() && !well.isControl())
                .forEach(well -> brightness.merge(
                        well.id().experiment().name(),
                        Arrays.stream(TextureFeatures.brightness(screen.draw(new SiteId(well.id(), 1))))
                                        .average()
                                        .orElseThrow()
                                / TREATMENTS,
                        Double::sum));
        return brightness;
    }

    @Test
    void treatmentsAreSpreadOverTheWholePlate() {
        List<SimulatedWell> plate = new SimulatedScreen(SPEC)
                .wells().stream()
                        .filter(well -> well.id().experiment().name().equals("HUVEC-01")
                                && well.id().plate().number() == 1)
                        .filter(well -> !well.isControl())
                        .toList();

        assertThat(plate).hasSize(27);
        assertThat(plate.stream().map(well -> well.id().position().row()).distinct())
                .hasSizeGreaterThan(10);
    }

    @Test
    void allOfRxRx1sTreatmentsAndCellTypesCanBePlanned() {
        List<CellType> all =
                List.of(new CellType("HEPG2"), new CellType("HUVEC"), new CellType("RPE"), new CellType("U2OS"));

        assertThat(new SimulatedScreen(SimulationSpec.bench(1, all, 1_108)).wells())
                .hasSize(4 * 12 * (1_108 + 4 * 10));
    }

    private static double count(Nuisance nuisance) {
        return nuisance.shift().toArray()[0];
    }

    /** Logarithms of the gains of many experiments: [channel][experiment]. */
    private static double[][] experiments() {
        double[][] logs = new double[6][MANY];
        CellLine line = CellLine.of(Screens.HUVEC);
        for (int i = 0; i < MANY; i++) {
            List<Double> gains = Variation.BENCH
                    .ofExperiment(StreamKey.root(7).at(i), line, Outlier.NEVER)
                    .gains();
            for (int channel = 0; channel < logs.length; channel++) {
                logs[channel][i] = Math.log(gains.get(channel));
            }
        }
        return logs;
    }

    private static double sd(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow());
    }

    private static double correlation(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - meanA) * (b[i] - meanB);
        }
        return sum / a.length / sd(a) / sd(b);
    }
}
