package io.wellstream.wire.illumination;

import static io.wellstream.wire.illumination.SmallPlate.stored;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.illumination.BlockSums;
import io.wellstream.imaging.normalize.ChannelStatistics;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.pixels.SiteObject;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.wire.illumination.SmallPlate.Objects;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The corrections of a plate of 72 sites. */
class PlateCorrectionsTest {
    private final SmallPlate small = new SmallPlate(Depth.EIGHT);
    private final PlateSites plate = small.sites(72);

    @ParameterizedTest
    @EnumSource
    void oneProcessAndSeveralWithMoreThreadsStoreTheSameBytes(Depth depth) throws Exception {
        SmallPlate some = new SmallPlate(depth);
        PlateSites sites = some.sites(72);
        byte[] bytes = stored(new Objects(some.store), 1, sites);

        assertThat(stored(new Objects(some.copy()), 4, sites)).isEqualTo(bytes);
        assertThat(stored(new Objects(some.copy()), 3, some.shuffled(sites))).isEqualTo(bytes);
    }

    /** Other bytes are another format: then its name in keys must change too. */
    @ParameterizedTest
    @CsvSource({
        "EIGHT, be5836e494ba316ead67be0b7306730d3949cefe539e60982a988693a9f66dd7",
        "SIXTEEN, a77c8138113e0c5b811638da6cfff91a151eae108d28b7265ccfb88567d0cdac"
    })
    void theBytesOfTheObjectAreThoseOfThisFormat(Depth depth, String sha256) throws Exception {
        SmallPlate some = new SmallPlate(depth);

        byte[] bytes = stored(new Objects(some.store), 1, some.sites(72));

        assertThat(Sha256.hexOf(bytes)).isEqualTo(sha256);
    }

    @Test
    void aComputationThatWasEndedLeavesNothingAndTheNextOneGivesTheSame() throws Exception {
        AtomicInteger checks = new AtomicInteger();
        PlateCorrections corrections = new PlateCorrections(new Objects(small.store), 2);

        assertThatThrownBy(() -> corrections.of(plate, () -> {
                    if (checks.incrementAndGet() == 100) {
                        throw new IllegalStateException("killed");
                    }
                }))
                .hasMessage("killed");

        assertThat(small.store.stat(plate.key())).isEmpty();
        byte[] bytes = stored(new Objects(small.store), 2, plate);
        assertThat(bytes).isEqualTo(stored(new Objects(small.copy()), 1, plate));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsStoredIsReadAndNoSiteIsReadAgain(Depth depth) throws Exception {
        SmallPlate some = new SmallPlate(depth);
        PlateSites sites = some.sites(72);
        PlateCorrection computed = new PlateCorrections(new Objects(some.store), 2).of(sites, () -> {});
        Objects later = new Objects(some.store);

        PlateCorrection read = new PlateCorrections(later, 2).of(sites, () -> {});

        assertThat(read).isEqualTo(computed);
        assertThat(later.sitesRead).hasValue(0);
        assertThat(new PlateCorrections(later, 1).find(sites)).contains(computed);
    }

    @ParameterizedTest
    @EnumSource
    void theStatisticsAreThoseOfTheCorrectedPixels(Depth depth) throws Exception {
        SmallPlate some = new SmallPlate(depth);
        PlateCorrection correction = new PlateCorrections(new Objects(some.store), 2).of(some.sites(72), () -> {});

        some.images.forEach((site, image) -> {
            SiteImage corrected = correction.illumination().correct(image);
            ChannelStatistics statistics = correction.statistics(site);
            assertThat(statistics.depth()).isEqualTo(depth);
            for (int channel = 0; channel < 2; channel++) {
                assertThat(statistics.mean()[channel])
                        .isEqualTo(corrected.plane(channel).statistics().mean());
                assertThat(statistics.sd()[channel])
                        .isEqualTo(corrected.plane(channel).statistics().sd());
                assertThat(statistics.sd()[channel])
                        .as("the slope from left to right is gone, also above what a camera adds")
                        .isLessThan(image.plane(channel).statistics().sd() / 2);
            }
        });
    }

    @Test
    void whatACameraAddsIsStoredAndTheRestIsDivided() throws Exception {
        SmallPlate sixteen = new SmallPlate(Depth.SIXTEEN);
        PlateCorrection correction =
                new PlateCorrections(new Objects(sixteen.store), 2).of(sixteen.sites(72), () -> {});

        assertThat(correction.illumination().channels())
                .extracting(channel -> channel.offset())
                .containsExactly(0, 32_768);
    }

    @Test
    void aMaskedChannelIsNeitherSummedNorMeasured() throws Exception {
        PlateSites first = small.sites(71);
        PlateCorrection whole = new PlateCorrections(new Objects(small.store), 1).of(first, () -> {});
        List<PlateSites.Site> sites = new ArrayList<>(first.sites());
        SiteId last = plate.sites().getLast().id();
        byte[] black = new byte[SmallPlate.WIDTH * SmallPlate.HEIGHT];
        SiteImage without = new SiteImage(List.of(
                requireNonNull(small.images.get(last)).plane(0),
                new Plane(SmallPlate.WIDTH, SmallPlate.HEIGHT, black)));
        ObjectKey key = new ObjectKey("small/other.six");
        sites.add(new PlateSites.Site(
                last, small.store.putIfAbsent(key, SiteObject.encode(without)).ref(), List.of(1)));

        PlateCorrection masked = new PlateCorrections(new Objects(small.store), 1).of(small.of(sites), () -> {});

        assertThat(masked.illumination().channels().get(1))
                .isEqualTo(whole.illumination().channels().get(1));
        assertThat(masked.statistics(last).isMasked(1)).isTrue();
        assertThat(masked.statistics(last).isMasked(0)).isFalse();
    }

    @Test
    void otherSitesAreAnotherObject() {
        assertThat(small.sites(71).key()).isNotEqualTo(plate.key());
        assertThat(small.sites(72, List.of(1)).key()).isNotEqualTo(plate.key());
        assertThat(small.shuffled(plate).key()).isEqualTo(plate.key());
        assertThat(plate.key().path()).startsWith("small/illumination/ill1/HUVEC-01/1/");
    }

    @Test
    void aPlateOfTooFewSitesIsRefusedInWords() {
        PlateCorrections corrections = new PlateCorrections(new Objects(small.store), 1);

        assertThatThrownBy(() -> corrections.of(small.sites(BlockSums.FEWEST_SITES - 1), () -> {}))
                .isInstanceOf(UncorrectablePlateException.class)
                .hasMessage("the illumination of plate HUVEC-01/1 of data set small cannot be corrected: 63 sites;"
                        + " expected 64 or more");
    }

    @Test
    void aSiteOfTheOtherDepthIsRefusedInWords() {
        PlateSites wrong = new PlateSites(plate.dataset(), plate.plate(), Depth.SIXTEEN, plate.sites());

        assertThatThrownBy(() -> new PlateCorrections(new Objects(small.store), 1).of(wrong, () -> {}))
                .isInstanceOf(UncorrectablePlateException.class)
                .hasMessageEndingWith("the object of site HUVEC-01/1/B03/s1 has 8-bit planes; expected 16-bit ones");
    }
}
