package io.wellstream.trainer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.RandomSites;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SplitTest {

    @Property(tries = 200)
    void everyExperimentIsInExactlyOneSet(
            @ForAll @IntRange(min = 1, max = 20) int huvec,
            @ForAll @IntRange(min = 1, max = 20) int u2os,
            @ForAll long seed) {
        SortedMap<CellType, SortedSet<ExperimentId>> labelled = experiments(huvec, u2os);

        Split split = Split.of(byExperiment(ByExperiment.getDefaultInstance()), labelled, seed);

        TreeSet<ExperimentId> all = new TreeSet<>(split.training());
        all.addAll(split.validation());
        all.addAll(split.test());
        assertThat(all).hasSize(huvec + u2os);
        assertThat(split.training().size()
                        + split.validation().size()
                        + split.test().size())
                .isEqualTo(huvec + u2os);
        assertThat(split.leaks()).isFalse();
    }

    @Test
    void eachCellTypeWithEnoughExperimentsHasItsOwnValidationAndTestExperiments() {
        Split split = Split.of(byExperiment(ByExperiment.getDefaultInstance()), experiments(16, 7), 1);

        assertThat(names(split.test()))
                .filteredOn(name -> name.startsWith("HUVEC"))
                .hasSize(2);
        assertThat(names(split.test()))
                .filteredOn(name -> name.startsWith("U2OS"))
                .hasSize(1);
        assertThat(names(split.validation()))
                .filteredOn(name -> name.startsWith("HUVEC"))
                .hasSize(2);
        assertThat(names(split.validation()))
                .filteredOn(name -> name.startsWith("U2OS"))
                .hasSize(1);
    }

    @Test
    void withTooFewExperimentsForThreeSetsAllAreUsedForTraining() {
        Split split = Split.of(byExperiment(ByExperiment.getDefaultInstance()), experiments(5, 3), 1);

        assertThat(split.training()).hasSize(8);
        assertThat(split.validation()).isEmpty();
        assertThat(split.test()).isEmpty();
    }

    @Test
    void theDrawDependsOnlyOnTheSeed() {
        io.wellstream.proto.v1.Split requested = byExperiment(
                ByExperiment.newBuilder().setDrawTest(1).setDrawValidation(1).build());

        assertThat(Split.of(requested, experiments(16, 7), 5)).isEqualTo(Split.of(requested, experiments(16, 7), 5));
        assertThat(IntStream.range(0, 20)
                        .mapToObj(seed ->
                                Split.of(requested, experiments(16, 7), seed).test())
                        .distinct())
                .hasSizeGreaterThan(5);
    }

    @Test
    void namedSetsAreUsedUnchanged() {
        Split split = Split.of(
                byExperiment(ByExperiment.newBuilder()
                        .addTest("HUVEC-02")
                        .setDrawValidation(-1)
                        .build()),
                experiments(7, 0),
                1);

        assertThat(names(split.test())).containsExactly("HUVEC-02");
        assertThat(split.validation()).isEmpty();
        assertThat(split.training()).hasSize(6);
    }

    @Test
    void anExperimentThatIsNotInScopeIsRefused() {
        assertThatThrownBy(() -> Split.of(
                        byExperiment(ByExperiment.newBuilder().addTest("RPE-01").build()), experiments(2, 0), 1))
                .hasMessage("split.by_experiment.test is 'RPE-01'; "
                        + "expected labelled experiments in scope: [HUVEC-01, HUVEC-02]");
    }

    @Test
    void aSplitWithoutTrainingExperimentsIsRefused() {
        assertThatThrownBy(() -> Split.of(
                        byExperiment(ByExperiment.newBuilder().setDrawTest(3).build()), experiments(3, 0), 1))
                .hasMessageContaining("left to train on");
    }

    @Test
    void randomSitesHoldBackTheirShareAndAreMarkedAsLeaking() {
        Split split = Split.of(
                io.wellstream.proto.v1.Split.newBuilder()
                        .setRandomSites(RandomSites.newBuilder().setValidationShare(0.2))
                        .build(),
                experiments(3, 0),
                1);

        long held = IntStream.rangeClosed(1, 999)
                .filter(site -> split.holdsBack(new SiteId(WellId.of("HUVEC-01", 1, "B03"), site)))
                .count();
        assertThat(held).isBetween(150L, 250L);
        assertThat(split.leaks()).isTrue();
        assertThat(split.training()).hasSize(3);
    }

    private static io.wellstream.proto.v1.Split byExperiment(ByExperiment split) {
        return io.wellstream.proto.v1.Split.newBuilder().setByExperiment(split).build();
    }

    private static SortedMap<CellType, SortedSet<ExperimentId>> experiments(int huvec, int u2os) {
        SortedMap<CellType, SortedSet<ExperimentId>> labelled = new TreeMap<>();
        labelled.put(new CellType("HUVEC"), numbered("HUVEC", huvec));
        if (u2os > 0) {
            labelled.put(new CellType("U2OS"), numbered("U2OS", u2os));
        }
        return labelled;
    }

    private static SortedSet<ExperimentId> numbered(String cellType, int count) {
        TreeSet<ExperimentId> experiments = new TreeSet<>();
        for (int i = 1; i <= count; i++) {
            experiments.add(new ExperimentId("%s-%02d".formatted(cellType, i)));
        }
        return experiments;
    }

    private static List<String> names(Collection<ExperimentId> experiments) {
        return experiments.stream().map(ExperimentId::name).toList();
    }
}
