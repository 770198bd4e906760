package io.wellstream.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.simulator.drawing.TextureFeatures;
import io.wellstream.simulator.morphology.CellLine;
import io.wellstream.simulator.morphology.Perturbation;
import io.wellstream.simulator.morphology.Variation;
import io.wellstream.simulator.morphology.Variation.Outlier;
import io.wellstream.simulator.random.StreamKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SimulatedScreenTest {
    @Test
    void withoutAnEffectPixelsDoNotDependOnTheTreatment() {
        SimulationSpec six = Screens.tiny(3).withEffect(0);
        SimulationSpec fifty = six.withPlates(new PlatePlan(50, 1, 2, false));
        SiteId site = new SiteId(WellId.of("HUVEC-02", 1, "B04"), 1);
        SimulatedScreen one = new SimulatedScreen(six);
        SimulatedScreen other = new SimulatedScreen(fifty);

        assertThat(perturbation(one, site.well())).isNotEqualTo(perturbation(other, site.well()));
        assertThat(one.draw(site)).isDeepEqualTo(other.draw(site));
    }

    @Test
    void anEffectDoesNotDependOnTheWell() {
        SimulationSpec spec = Screens.tiny(3);
        SimulationSpec more = spec.withCellLines(List.of(new CellLinePlan(Screens.HUVEC, 5, 4, false)));

        assertThat(new SimulatedScreen(more).draw(new SiteId(WellId.of("HUVEC-02", 1, "B04"), 2)))
                .isDeepEqualTo(new SimulatedScreen(spec).draw(new SiteId(WellId.of("HUVEC-02", 1, "B04"), 2)));
    }

    @Test
    void theTwoSitesOfAWellShareItsBrightness() {
        SimulatedScreen screen = new SimulatedScreen(Screens.tiny(4).withFields(new FieldPlan(2, 96)));
        List<double[]> wells = screen.wells().stream()
                .filter(well -> well.id().experiment().name().equals("HUVEC-01"))
                .map(well -> new double[] {
                    TextureFeatures.brightness(screen.draw(new SiteId(well.id(), 1)))[2],
                    TextureFeatures.brightness(screen.draw(new SiteId(well.id(), 2)))[2]
                })
                .toList();
        double within = wells.stream()
                .mapToDouble(w -> (w[0] - w[1]) * (w[0] - w[1]) / 2)
                .average()
                .orElseThrow();
        double mean =
                wells.stream().mapToDouble(w -> (w[0] + w[1]) / 2).average().orElseThrow();
        double between = wells.stream()
                .mapToDouble(w -> Math.pow((w[0] + w[1]) / 2 - mean, 2))
                .average()
                .orElseThrow();

        assertThat(between).isGreaterThan(within);
    }

    @Test
    void oneExperimentInTwentyIsFarTooBrightAndNeverTheDemosUnseen() {
        CellLine line = CellLine.of(Screens.HEPG2);
        double[] bright = IntStream.range(0, 1000)
                .mapToDouble(i -> Variation.DEMO
                                .ofExperiment(StreamKey.root(7).at(i), line, Outlier.BY_CHANCE)
                                .gains()
                                .getFirst()
                        / Variation.DEMO
                                .ofExperiment(StreamKey.root(7).at(i), line, Outlier.NEVER)
                                .gains()
                                .getFirst())
                .filter(ratio -> ratio != 1)
                .toArray();

        assertThat(bright).hasSizeBetween(30, 70);
        assertThat(IntStream.range(0, bright.length).mapToDouble(i -> bright[i]).allMatch(r -> r >= 3 && r <= 8))
                .isTrue();
        assertThat(LongStream.range(0, 50)
                        .mapToObj(SimulationSpec::demo)
                        .flatMap(demo -> demo.cellLines().stream())
                        .noneMatch(CellLinePlan::unseenOutliers))
                .isTrue();
    }

    @Test
    void experimentsDifferInBrightnessAsMuchAsTheirCellLineDoes() {
        CellLine line = CellLine.of(Screens.HUVEC);
        double[] logs = IntStream.range(0, 2000)
                .mapToDouble(i -> Math.log(Variation.DEMO
                        .ofExperiment(StreamKey.root(7).at(i), line, Outlier.NEVER)
                        .gains()
                        .get(3)))
                .toArray();
        double square = IntStream.range(0, logs.length)
                .mapToDouble(i -> logs[i] * logs[i])
                .average()
                .orElseThrow();

        assertThat(Math.sqrt(square)).isCloseTo(line.gainSd(), within(0.02));
    }

    /** Written before design {@code bench} existed. */
    @Test
    void theDemosPixelsStayAsTheyWere() throws NoSuchAlgorithmException {
        SimulatedScreen demo = new SimulatedScreen(SimulationSpec.demo(1));
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (SimulatedWell well : demo.wells()) {
            if (well.id().position().column() % 6 == 3) {
                for (byte[] plane : demo.draw(new SiteId(well.id(), 1))) {
                    digest.update(plane);
                }
            }
        }

        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("c61730809c208ab1234138bc89869e1e1ad04cb55e393312aaa793475b48ac29");
    }

    @Test
    void aWellOutsideTheScreenIsRefused() {
        SimulatedScreen screen = new SimulatedScreen(Screens.tiny(1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> screen.draw(new SiteId(WellId.of("HUVEC-02", 3, "B04"), 1)))
                .withMessageContaining("HUVEC-02/3/B04");
    }

    private static Perturbation perturbation(SimulatedScreen screen, WellId id) {
        return screen.wells().stream()
                .filter(well -> well.id().equals(id))
                .findFirst()
                .orElseThrow()
                .perturbation();
    }
}
