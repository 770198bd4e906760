package io.wellstream.simulator.morphology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.simulator.Screens;
import io.wellstream.simulator.SimulatedScreen;
import io.wellstream.simulator.SimulatedWell;
import io.wellstream.simulator.SimulationSpec;
import io.wellstream.simulator.morphology.Perturbation.PositiveControl;
import io.wellstream.simulator.morphology.Perturbation.Treatment;
import io.wellstream.simulator.morphology.Perturbation.Untreated;
import io.wellstream.simulator.random.StreamKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MorphologyModelTest {
    private static final int MANY = 300;
    private final MorphologyModel model = new MorphologyModel(StreamKey.root(5), 1);

    @Test
    void mostOfAnEffectSurvivesGainAndOffset() {
        double stain = 0;
        double all = 0;
        for (int number = 0; number < MANY; number++) {
            Morphology effect = model.effectOf(new Treatment(number), Screens.HEPG2);
            all += effect.energy();
            stain += Morphology.of(trait -> trait.isStain() ? effect.get(trait) : 0)
                    .energy();
        }

        assertThat(1 - stain / all).isGreaterThan(0.6);
    }

    @Test
    void cellLinesShareHalfOfTheirResponse() {
        double cosine = IntStream.range(0, MANY)
                .mapToObj(Treatment::new)
                .mapToDouble(treatment ->
                        cosine(model.effectOf(treatment, Screens.HEPG2), model.effectOf(treatment, Screens.HUVEC)))
                .average()
                .orElseThrow();

        assertThat(cosine).isCloseTo(0.5, within(0.06));
    }

    @Test
    void threeTreatmentsInTenAreWeakAndControlsAreStrong() {
        double[] norms = IntStream.range(0, MANY)
                .mapToDouble(number -> norm(new Treatment(number)))
                .toArray();
        double weakest =
                IntStream.range(0, MANY).mapToDouble(i -> norms[i]).min().orElseThrow();
        double strongest =
                IntStream.range(0, MANY).mapToDouble(i -> norms[i]).max().orElseThrow();

        long weak = IntStream.range(0, MANY)
                .filter(i -> norms[i] < (weakest + strongest) / 2)
                .count();

        assertThat(weak).isBetween(MANY * 28L / 100, MANY * 32L / 100);
        assertThat(norm(new PositiveControl(1108))).isGreaterThan(strongest);
        assertThat(norm(new Untreated())).isZero();
    }

    @Test
    void aDozenPathwaysHoldMostOfWhatTreatmentsDo() {
        double[][] effects = IntStream.range(0, MANY)
                .mapToObj(number ->
                        model.effectOf(new Treatment(number), Screens.HEPG2).toArray())
                .toArray(double[][]::new);

        double all = energy(effects);
        for (int i = 0; i < 12; i++) {
            removeStrongestDirection(effects);
        }

        assertThat(energy(effects) / all).isBetween(0.05, 0.35);
    }

    @Test
    void theEffectScales() {
        MorphologyModel doubled = new MorphologyModel(StreamKey.root(5), 2);
        MorphologyModel none = new MorphologyModel(StreamKey.root(5), 0);
        Treatment treatment = new Treatment(3);

        assertThat(doubled.effectOf(treatment, Screens.HUVEC).toArray())
                .containsExactly(
                        model.effectOf(treatment, Screens.HUVEC).times(2).toArray(), within(1e-12));
        assertThat(none.effectOf(treatment, Screens.HUVEC).energy()).isZero();
    }

    @Test
    void theNearestCentroidOfTheDrawnMorphologyIsMostlyRight() {
        for (CellType cellType : List.of(Screens.HEPG2, Screens.HUVEC)) {
            int right = 0;
            int wells = 0;
            for (long seed = 1; seed <= 5; seed++) {
                SimulatedScreen screen = new SimulatedScreen(SimulationSpec.demo(seed));
                Map<Integer, Morphology> centroids = centroids(screen, cellType);
                for (SimulatedWell well : treated(screen, cellType, true)) {
                    Morphology drawn = screen.morphologyOf(well.id());
                    int nearest = centroids.entrySet().stream()
                            .min((a, b) -> Double.compare(distance(drawn, a.getValue()), distance(drawn, b.getValue())))
                            .orElseThrow()
                            .getKey();
                    right += nearest == well.perturbation().number() ? 1 : 0;
                    wells++;
                }
            }

            assertThat((double) right / wells).isGreaterThanOrEqualTo(0.85);
        }
    }

    @Test
    void aKnockDownVariesAndSometimesFails() {
        double[] strengths = IntStream.range(0, 4000)
                .mapToDouble(i -> KnockDown.in(StreamKey.root(8).at(i)))
                .toArray();
        double[] working = IntStream.range(0, 4000)
                .mapToDouble(i -> strengths[i])
                .filter(s -> s > 0.2)
                .toArray();
        double mean = IntStream.range(0, working.length)
                .mapToDouble(i -> working[i])
                .average()
                .orElseThrow();
        double variance = IntStream.range(0, working.length)
                .mapToDouble(i -> (working[i] - mean) * (working[i] - mean))
                .average()
                .orElseThrow();

        assertThat(1 - working.length / 4000.0).isCloseTo(0.05, within(0.012));
        assertThat(Math.sqrt(variance)).isCloseTo(0.25, within(0.02));
    }

    private double norm(Perturbation perturbation) {
        return Math.sqrt(model.effectOf(perturbation, Screens.HUVEC).energy());
    }

    private static Map<Integer, Morphology> centroids(SimulatedScreen screen, CellType cellType) {
        Map<Integer, List<Morphology>> drawn = new HashMap<>();
        for (SimulatedWell well : treated(screen, cellType, false)) {
            drawn.computeIfAbsent(well.perturbation().number(), number -> new ArrayList<>())
                    .add(screen.morphologyOf(well.id()));
        }
        Map<Integer, Morphology> centroids = new HashMap<>();
        drawn.forEach((number, all) -> centroids.put(
                number,
                all.stream().reduce(Morphology.UNCHANGED, Morphology::plus).times(1.0 / all.size())));
        return centroids;
    }

    private static List<SimulatedWell> treated(SimulatedScreen screen, CellType cellType, boolean unseen) {
        return screen.wells().stream()
                .filter(well -> !well.isControl() && well.unseen() == unseen)
                .filter(well -> CellType.of(well.id().experiment()).equals(cellType))
                .toList();
    }

    private static double distance(Morphology a, Morphology b) {
        return a.plus(b.times(-1)).energy();
    }

    private static double cosine(Morphology a, Morphology b) {
        double both = (a.plus(b).energy() - a.energy() - b.energy()) / 2;
        return both / Math.sqrt(a.energy() * b.energy());
    }

    private static double energy(double[][] rows) {
        double sum = 0;
        for (double[] row : rows) {
            for (double value : row) {
                sum += value * value;
            }
        }
        return sum;
    }

    /** Removes the first principal direction, found by power iteration, from all rows. */
    private static void removeStrongestDirection(double[][] rows) {
        double[] direction = rows[0].clone();
        for (int step = 0; step < 100; step++) {
            double[] next = new double[direction.length];
            for (double[] row : rows) {
                double along = dot(row, direction);
                for (int i = 0; i < next.length; i++) {
                    next[i] += along * row[i];
                }
            }
            double length = Math.sqrt(dot(next, next));
            for (int i = 0; i < next.length; i++) {
                direction[i] = next[i] / length;
            }
        }
        for (double[] row : rows) {
            double along = dot(row, direction);
            for (int i = 0; i < row.length; i++) {
                row[i] -= along * direction[i];
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
