package io.wellstream.imaging.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.adapt.AdaptationRule.Trained;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AdaptationRuleTest {
    private static final int ROOM = 1_000;

    @Test
    void anExperimentThatIsKnownToHaveManyTreatmentsIsMeasuredOnThemAlone() {
        List<SiteCandidate> sites = sites(32, 8);

        assertThat(byDefault(Trained.TREATMENTS, 2).choose(sites, ROOM).controls())
                .isZero();
        assertThat(byDefault(Trained.TREATMENTS, 3).choose(sites, ROOM).controls())
                .as("32 wells of 11 treatments")
                .isEqualTo(32);
        assertThat(byDefault(Trained.TREATMENTS, 0).choose(sites, ROOM).controls())
                .as("nothing is declared")
                .isEqualTo(32);
    }

    @Test
    void eachBatchHasTheStatedShareOfControlsWhichAreUsedAgain() {
        MeasuredSites chosen = with(Trained.TREATMENTS, 0.25).choose(sites(60, 8), ROOM);

        assertThat(chosen.batches()).hasSize(2).allSatisfy(batch -> {
            assertThat(batch).hasSize(64);
            assertThat(batch).filteredOn(AdaptationRuleTest::isControl).hasSize(16);
        });
        assertThat(chosen.controlSites()).isEqualTo(32);
        assertThat(chosen.known()).isEqualTo(136);
    }

    @Test
    void fewSitesOfTreatmentsAreUsedAgainToo() {
        MeasuredSites chosen = byDefault(Trained.TREATMENTS, 0).choose(sites(5, 40), ROOM);

        assertThat(chosen.batches()).hasSize(1);
        List<SiteId> treated = chosen.batches().getFirst().stream()
                .filter(site -> !isControl(site))
                .toList();
        assertThat(treated).hasSize(32);
        assertThat(new HashSet<>(treated)).hasSize(10);
    }

    @Test
    void whatCannotBeStabilisedIsRefusedWithTheReason() {
        assertThat(byDefault(Trained.TREATMENTS, 4).choose(sites(40, 7), ROOM).refused())
                .isEqualTo(
                        "it has 14 sites of controls, and 16 or more must be mixed in, because it is not known to have 16"
                                + " treatments or more (40 wells, 4 a treatment)");
        assertThat(with(Trained.TREATMENTS, 0.5).choose(sites(40, 0), ROOM).refused())
                .isEqualTo(
                        "it has 0 sites of controls, and 16 or more must be mixed in, because a share of 0.5 controls was"
                                + " asked for");
        assertThat(byDefault(Trained.TREATMENTS, 0).choose(sites(10, 9), ROOM).refused())
                .isEqualTo("it has 38 sites of treatments and controls, and at least 64 are needed");
        assertThat(with(Trained.TREATMENTS, 0).choose(sites(30, 9), ROOM).refused())
                .isEqualTo("it has 60 sites of the kind that the model was trained on, and at least 64 are needed");
        assertThatThrownBy(() -> with(Trained.BOTH, 1)).hasMessageContaining("less than 1");
        assertThatThrownBy(() -> with(Trained.BOTH, Double.NaN)).hasMessageContaining("less than 1");
    }

    @Test
    void aModelOfControlsIsMeasuredOnControls() {
        assertThat(byDefault(Trained.CONTROLS, 0).choose(sites(60, 40), ROOM).batches())
                .hasSize(1)
                .allSatisfy(batch -> assertThat(batch).allMatch(AdaptationRuleTest::isControl));
    }

    @Test
    void aModelOfBothKeepsTheExperimentsShareOfControlsIfItIsLarger() {
        assertThat(byDefault(Trained.BOTH, 0).choose(sites(20, 60), ROOM).controls())
                .isEqualTo(48);
    }

    @Test
    void pooledBatchesHaveTheVarianceOfAllTheirValues() {
        PooledMoments pooled = new PooledMoments(1);
        pooled.add(new float[] {1}, new float[] {2});
        pooled.add(new float[] {3}, new float[] {4});

        assertThat(pooled.mean()[0]).isEqualTo(2);
        assertThat(pooled.variance()[0]).as("3 within batches, 1 between them").isCloseTo(4, within(1e-6f));
    }

    private static AdaptationRule byDefault(Trained trained, int repeats) {
        return new AdaptationRule(trained, OptionalDouble.empty(), repeats);
    }

    private static AdaptationRule with(Trained trained, double controls) {
        return new AdaptationRule(trained, OptionalDouble.of(controls), 0);
    }

    private static boolean isControl(SiteId site) {
        return site.well().toString().contains("/C");
    }

    /** Wells of two sites on one plate; controls are in row C. */
    private static List<SiteCandidate> sites(int treated, int controls) {
        List<SiteCandidate> sites = new ArrayList<>();
        add(sites, "B", treated);
        add(sites, "C", controls);
        return sites;
    }

    private static void add(List<SiteCandidate> sites, String row, int wells) {
        for (int i = 0; i < wells; i++) {
            WellId well = WellId.of("HUVEC-05", 1 + i / 40, String.format(Locale.ROOT, "%s%02d", row, 1 + i % 40));
            for (int number = 1; number <= 2; number++) {
                SiteId site = new SiteId(well, number);
                sites.add(new SiteCandidate(
                        site, Integer.toHexString(site.toString().hashCode()), row.equals("C")));
            }
        }
    }
}
