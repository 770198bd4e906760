package io.wellstream.imaging.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class NormalizerTest {
    @Property(tries = 30)
    void plateAndExperimentStatisticsAreThoseOfAllPixels(@ForAll long seed) {
        List<SiteStatistics> sites = sites(new Random(seed), 25, 2);
        SiteStatistics some = sites.get(11);

        Normalization.Sample byPlate =
                normalizer(NormalizationKind.PLATE, sites).forSite(some.site(), some.statistics());
        Normalization.Sample byExperiment =
                normalizer(NormalizationKind.EXPERIMENT, sites).forSite(some.site(), some.statistics());

        assertNaive(
                byPlate,
                sites,
                site -> site.site().well().plate().equals(some.site().well().plate()));
        assertNaive(byExperiment, sites, site -> site.site()
                .well()
                .experiment()
                .equals(some.site().well().experiment()));
    }

    @Property(tries = 30)
    void theOrderOfSitesDoesNotMatter(@ForAll long seed, @ForAll NormalizationKind kind) {
        List<SiteStatistics> sites = sites(new Random(seed), 25, 2);
        List<SiteStatistics> shuffled = new ArrayList<>(sites);
        Collections.shuffle(shuffled, new Random(seed + 1));
        SiteStatistics some = sites.get(3);

        assertThat(normalizer(kind, shuffled).forSite(some.site(), some.statistics()))
                .isEqualTo(normalizer(kind, sites).forSite(some.site(), some.statistics()));
    }

    @Test
    void unitDividesBy255() {
        Normalization.Sample sample = normalizer(NormalizationKind.UNIT, List.of())
                .forSite(site(1, 0, 1), statistics(new float[] {10, 20}, new float[] {1, 2}));

        assertThat(sample.apply(0, 255)).isEqualTo(1);
        assertThat(sample.apply(1, 0)).isEqualTo(0);
    }

    @Test
    void aSampleByItselfHasMeanZeroAndDeviationOne() {
        Normalization.Sample sample = normalizer(NormalizationKind.SAMPLE, List.of())
                .forSite(site(1, 0, 1), statistics(new float[] {10}, new float[] {5}));

        assertThat(sample.apply(0, 10)).isZero();
        assertThat(sample.apply(0, 15)).isEqualTo(1);
    }

    @Test
    void aUniformPlaneIsCentredAndNotAmplified() {
        Normalization.Sample sample = normalizer(NormalizationKind.SAMPLE, List.of())
                .forSite(site(1, 0, 1), statistics(new float[] {7}, new float[] {0}));

        assertThat(sample.scale()[0]).isEqualTo(2);
        assertThat(sample.apply(0, 7)).isZero();
    }

    @Test
    void everyControlWeighsTheSameHoweverOftenItOccurs() {
        List<SiteStatistics> sites = new ArrayList<>();
        for (int control = 0; control < 20; control++) {
            for (int repeat = 0; repeat < (control == 0 ? 7 : 1); repeat++) {
                sites.add(control(1, control, repeat + 1, control == 0 ? 100 : 50));
            }
        }
        sites.add(new SiteStatistics(
                site(1, 300, 1), "treatment", false, statistics(new float[] {250}, new float[] {1})));

        Normalization.Sample sample = normalizer(NormalizationKind.CONTROLS, sites)
                .forSite(sites.getLast().site(), sites.getLast().statistics());

        double mean = (100 + 19 * 50) / 20.0;
        assertThat(meanOf(sample)).isCloseTo(mean, within(1e-4));
    }

    @Test
    void aMissingControlIsReplacedByItsDifferenceOnOtherPlates() {
        List<SiteStatistics> sites = new ArrayList<>();
        for (int control = 0; control < 24; control++) {
            if (control != 23) {
                sites.add(control(1, control, 1, 40 + control));
            }
            sites.add(control(2, control, 1, 60 + control + (control == 23 ? 12 : 0)));
            sites.add(control(3, control, 1, 80 + control + (control == 23 ? 18 : 0)));
        }

        Normalization.Sample sample = normalizer(NormalizationKind.CONTROLS, sites)
                .forSite(sites.getFirst().site(), sites.getFirst().statistics());

        double others = 40 + 11; // mean of 40 .. 62
        double difference = ((83 + 12) - (60 + 11) + (103 + 18) - (80 + 11)) / 2.0;
        assertThat(meanOf(sample)).isCloseTo((23 * others + others + difference) / 24, within(1e-4));
    }

    @Test
    void fewerThanTwentyControlsFallBackToThePlateAndSaySo() {
        List<SiteStatistics> sites = new ArrayList<>();
        for (int control = 0; control < 19; control++) {
            sites.add(control(1, control, 1, 50));
        }
        sites.add(
                new SiteStatistics(site(1, 300, 1), "treatment", false, statistics(new float[] {90}, new float[] {1})));

        Normalizer normalizer = normalizer(NormalizationKind.CONTROLS, sites);

        Normalization.Sample sample =
                normalizer.forSite(sites.getLast().site(), sites.getLast().statistics());
        assertThat(meanOf(sample)).isCloseTo((19 * 50 + 90) / 20.0, within(1e-4));
        assertThat(normalizer.warnings())
                .containsExactly(
                        "plate HUVEC-01/1 has 19 controls, fewer than 20: normalised by all its wells instead");
    }

    @Test
    void onlyNamedControlsCount() {
        List<SiteStatistics> sites = new ArrayList<>();
        for (int control = 0; control < 25; control++) {
            sites.add(control(1, control, 1, control < 20 ? 50 : 200));
        }
        Set<String> named = Set.copyOf(
                sites.subList(0, 20).stream().map(SiteStatistics::labelOrEmpty).toList());

        Normalizer normalizer = Normalizer.of(NormalizationKind.CONTROLS, sites, null, named);

        assertThat(meanOf(normalizer.forSite(
                        sites.getLast().site(), sites.getLast().statistics())))
                .isCloseTo(50, within(1e-4));
    }

    @Test
    void anUnknownPlateIsRefusedByName() {
        Normalizer normalizer = normalizer(NormalizationKind.PLATE, sites(new Random(1), 25, 1));

        assertThatExceptionOfType(UnknownStatisticsException.class)
                .isThrownBy(() -> normalizer.forSite(
                        new SiteId(WellId.of("HUVEC-09", 3, "B02"), 1),
                        statistics(new float[] {1, 1}, new float[] {1, 1})))
                .withMessage("site HUVEC-09/3/B02/s1 cannot be normalised: no statistics of plate HUVEC-09/3");
    }

    @Test
    void datasetIsFixedAndNeedsItsStatistics() {
        List<SiteStatistics> training = sites(new Random(1), 25, 1);
        DatasetStatistics fixed = DatasetStatistics.of(training);
        Normalizer normalizer = Normalizer.of(NormalizationKind.DATASET, List.of(), fixed, Set.of());

        assertNaive(normalizer.forSite(site(9, 0, 1), training.getFirst().statistics()), training, site -> true);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Normalizer.of(NormalizationKind.DATASET, List.of(), null, Set.of()));
    }

    @Property
    void namesAreReadBack(@ForAll NormalizationKind kind) {
        assertThat(NormalizationKind.parse(kind.toString())).isEqualTo(kind);
    }

    /** Two channels; pixels of all chosen sites together, in double precision. */
    private static void assertNaive(
            Normalization.Sample sample, List<SiteStatistics> sites, Predicate<SiteStatistics> chosen) {
        for (int c = 0; c < 2; c++) {
            int channel = c;
            double mean = sites.stream()
                    .filter(chosen)
                    .mapToDouble(s -> s.statistics().mean()[channel])
                    .average()
                    .orElseThrow();
            double square = sites.stream()
                    .filter(chosen)
                    .mapToDouble(s -> Math.pow(s.statistics().mean()[channel], 2)
                            + Math.pow(s.statistics().sd()[channel], 2))
                    .average()
                    .orElseThrow();
            double sd = Math.sqrt(square - mean * mean);
            assertThat((double) sample.apply(channel, 100)).isCloseTo((100 - mean) / sd, within(1e-3));
        }
    }

    private static double meanOf(Normalization.Sample sample) {
        return -sample.offset()[0] / sample.scale()[0];
    }

    private static Normalizer normalizer(NormalizationKind kind, List<SiteStatistics> sites) {
        DatasetStatistics dataset = kind == NormalizationKind.DATASET ? DatasetStatistics.of(sites) : null;
        return Normalizer.of(kind, sites, dataset, Set.of());
    }

    /** Two experiments of two plates; every second well a control. */
    private static List<SiteStatistics> sites(Random random, int wells, int experiments) {
        List<SiteStatistics> sites = new ArrayList<>();
        for (int experiment = 1; experiment <= experiments; experiment++) {
            for (int plate = 1; plate <= 2; plate++) {
                for (int well = 0; well < 2 * wells; well++) {
                    SiteId site = new SiteId(
                            WellId.of(
                                    "HUVEC-0" + experiment, plate, "%c%02d".formatted('B' + well / 20, 2 + well % 20)),
                            1);
                    boolean control = well % 2 == 0;
                    sites.add(new SiteStatistics(
                            site, (control ? "control-" : "treatment-") + well, control, randomStatistics(random)));
                }
            }
        }
        return sites;
    }

    private static ChannelStatistics randomStatistics(Random random) {
        return statistics(
                new float[] {5 + 100 * random.nextFloat(), 5 + 100 * random.nextFloat()},
                new float[] {1 + 30 * random.nextFloat(), 1 + 30 * random.nextFloat()});
    }

    private static SiteStatistics control(int plate, int number, int repeat, float mean) {
        return new SiteStatistics(
                site(plate, 20 * number + repeat, 1),
                "control-" + number,
                true,
                statistics(new float[] {mean}, new float[] {3}));
    }

    private static SiteId site(int plate, int well, int number) {
        return new SiteId(WellId.of("HUVEC-01", plate, "%s%02d".formatted(row(well / 40), 1 + well % 40)), number);
    }

    private static String row(int row) {
        return String.valueOf((char) ('A' + row));
    }

    private static ChannelStatistics statistics(float[] mean, float[] sd) {
        return new ChannelStatistics(mean, sd);
    }
}
