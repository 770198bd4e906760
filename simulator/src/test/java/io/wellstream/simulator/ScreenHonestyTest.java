package io.wellstream.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.simulator.drawing.TextureFeatures;
import io.wellstream.simulator.random.RandomStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The simulated problem is neither trivial nor leaks labels, as far as classifiers on simple features can tell. */
class ScreenHonestyTest {
    private static final int TREATMENTS = 24;
    private static final double CHANCE = 1.0 / TREATMENTS;
    private static final Site[] PLANTED = draw(1);
    private static final Site[] EMPTY = draw(0);

    /** The features of one drawn site. */
    private static final class Site {
        private final SimulatedWell well;
        private final double[] brightness;
        private final double[] texture;

        private Site(SimulatedScreen screen, SiteId id, SimulatedWell well) {
            byte[][] planes = screen.draw(id);
            this.well = well;
            this.brightness = TextureFeatures.brightness(planes);
            this.texture =
                    TextureFeatures.texture(planes, screen.spec().fields().side());
        }

        SimulatedWell well() {
            return well;
        }

        double[] brightness() {
            return brightness;
        }

        double[] texture() {
            return texture;
        }

        int label() {
            return well.perturbation().number();
        }
    }

    @Test
    void treatmentsAreLearnableFromTextureButNotFromBrightness() {
        double texture = acrossExperiments(PLANTED, Site::texture, Site::label);
        double brightness = acrossExperiments(PLANTED, Site::brightness, Site::label);

        assertThat(texture).isGreaterThan(10 * CHANCE);
        assertThat(brightness).isLessThan(texture / 3);
    }

    @Test
    void withoutAnEffectUnseenExperimentsStayAtChance() {
        assertThat(acrossExperiments(EMPTY, Site::texture, Site::label)).satisfies(ScreenHonestyTest::isChance);
        assertThat(acrossExperiments(EMPTY, Site::brightness, Site::label)).satisfies(ScreenHonestyTest::isChance);
    }

    @Test
    void withoutAnEffectARandomSplitStillLeaksThroughSiblingSites() {
        assertThat(acrossSiblings(EMPTY)).isGreaterThan(2 * CHANCE);
    }

    @Test
    void permutedLabelsTeachNothing() {
        Map<ExperimentId, int[]> permutations = new HashMap<>();
        RandomStream random = new RandomStream(99);
        Function<Site, Integer> permuted = site -> site.well().unseen()
                ? site.label()
                : permutations
                        .computeIfAbsent(
                                site.well().id().experiment(), experiment -> random.nextPermutation(TREATMENTS))[
                        site.label()];

        assertThat(acrossExperiments(PLANTED, Site::texture, permuted)).satisfies(ScreenHonestyTest::isChance);
    }

    private static Site[] draw(double effect) {
        SimulationSpec spec = new SimulationSpec(
                21,
                List.of(new CellLinePlan(Screens.HEPG2, 4, 4, false)),
                new PlatePlan(TREATMENTS, 2, 0, false),
                new FieldPlan(2, 96),
                Difficulty.demo(effect),
                MetadataForm.NAME);
        SimulatedScreen screen = new SimulatedScreen(spec);
        return screen.wells().stream()
                .filter(well -> !well.isControl())
                .flatMap(well -> IntStream.rangeClosed(1, 2)
                        .mapToObj(number -> new Site(screen, new SiteId(well.id(), number), well)))
                .toArray(Site[]::new);
    }

    /** The share of unseen wells that a classifier trained on the other experiments labels correctly, by the sum over both sites. */
    private static double acrossExperiments(
            Site[] sites, Function<Site, double[]> features, Function<Site, Integer> label) {
        List<Site> train = new ArrayList<>();
        List<Site> unseen = new ArrayList<>();
        for (Site site : sites) {
            (site.well().unseen() ? unseen : train).add(site);
        }
        SoftmaxProbe probe = SoftmaxProbe.fit(
                train.stream().map(features).toArray(double[][]::new),
                train.stream().mapToInt(label::apply).toArray(),
                TREATMENTS,
                0.01);
        int right = 0;
        for (int i = 0; i < unseen.size(); i += 2) {
            double[] one = probe.predict(features.apply(unseen.get(i)));
            double[] two = probe.predict(features.apply(unseen.get(i + 1)));
            int best = 0;
            for (int c = 1; c < TREATMENTS; c++) {
                best = one[c] + two[c] > one[best] + two[best] ? c : best;
            }
            right += best == label.apply(unseen.get(i)) ? 1 : 0;
        }
        return 2.0 * right / unseen.size();
    }

    /** The share of second sites whose nearest first site, by brightness, has the same label. */
    private static double acrossSiblings(Site[] sites) {
        int right = 0;
        for (int i = 1; i < sites.length; i += 2) {
            int nearest = 0;
            for (int j = 2; j < sites.length; j += 2) {
                nearest = squared(sites[i], sites[j]) < squared(sites[i], sites[nearest]) ? j : nearest;
            }
            right += sites[nearest].label() == sites[i].label() ? 1 : 0;
        }
        return 2.0 * right / sites.length;
    }

    private static double squared(Site a, Site b) {
        double sum = 0;
        for (int i = 0; i < a.brightness().length; i++) {
            double difference = a.brightness()[i] - b.brightness()[i];
            sum += difference * difference;
        }
        return sum;
    }

    /** The accuracy is within the central 99 % of that of guessing on the unseen wells. */
    private static void isChance(double accuracy) {
        int wells = 4 * TREATMENTS;
        double probability = Math.pow(1 - CHANCE, wells);
        double below = 0;
        int low = -1;
        int high = -1;
        for (int right = 0; high < 0; right++) {
            below += probability;
            low = low < 0 && below > 0.005 ? right : low;
            high = below >= 0.995 ? right : high;
            probability *= CHANCE / (1 - CHANCE) * (wells - right) / (right + 1);
        }
        assertThat(accuracy * wells).isBetween((double) low, (double) high);
    }
}
