package io.wellstream.imaging.pixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wellstream.imaging.screen.Depth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SiteObjectTest {
    @Property(tries = 100)
    void aSiteReadsWhatItWrites(
            @ForAll @IntRange(min = 1, max = 9) int channels,
            @ForAll @IntRange(min = 1, max = 30) int width,
            @ForAll @IntRange(min = 1, max = 30) int height,
            @ForAll long seed)
            throws Exception {
        SiteImage site = site(channels, width, height, seed);

        byte[] bytes = SiteObject.encode(site);

        assertThat(SiteObject.decode(bytes)).isEqualTo(site);
        assertThat(bytes).hasSize(16 + channels * width * height).isEqualTo(SiteObject.encode(site));
    }

    @Property(tries = 100)
    void sixteenBitsAreReadAsTheyWereWritten(
            @ForAll @IntRange(min = 1, max = 9) int channels,
            @ForAll @IntRange(min = 1, max = 30) int width,
            @ForAll @IntRange(min = 1, max = 30) int height,
            @ForAll long seed)
            throws Exception {
        SiteImage site = sixteenBit(channels, width, height, seed);

        byte[] bytes = SiteObject.encode(site);

        assertThat(SiteObject.decode(bytes)).isEqualTo(site);
        assertThat(bytes).hasSize(16 + 2 * channels * width * height);
        int first = site.plane(0).at(0, 0);
        assertThat(bytes[4]).as("version").isEqualTo((byte) 2);
        assertThat((bytes[16] & 0xff) | ((bytes[17] & 0xff) << 8)).isEqualTo(first);
    }

    @Test
    void theBytesOfASixteenBitSiteNeverChange() throws Exception {
        byte[] written =
                HexFormat.of().parseHex("57534958" + "0200" + "0100" + "02000000" + "01000000" + "3412" + "feff");
        SiteImage site = new SiteImage(List.of(new Plane(2, 1, new short[] {0x1234, (short) 0xfffe})));

        assertThat(SiteObject.encode(site)).isEqualTo(written);
        assertThat(SiteObject.decode(written)).isEqualTo(site);
    }

    @Test
    void eachDepthHasItsFormatInKeys() {
        assertThat(SiteObject.format(Depth.EIGHT)).isEqualTo(SiteObject.FORMAT).isEqualTo("six1");
        assertThat(SiteObject.format(Depth.SIXTEEN)).isEqualTo("six2");
    }

    @Test
    void planesOfDifferentDepthAreNoSite() {
        Plane eight = new Plane(2, 2, new byte[4]);
        Plane sixteen = new Plane(2, 2, new short[4]);

        assertThatIllegalArgumentException().isThrownBy(() -> new SiteImage(List.of(eight, sixteen)));
    }

    @Property(tries = 100)
    void aTornObjectIsRefused(@ForAll @IntRange(min = 0, max = 16 + 2 * 5 * 4 - 1) int length) {
        byte[] bytes = Arrays.copyOf(SiteObject.encode(site(2, 5, 4, 1)), length);

        assertThatExceptionOfType(BadImageException.class).isThrownBy(() -> SiteObject.decode(bytes));
    }

    @Test
    void anotherVersionIsNamed() {
        byte[] bytes = SiteObject.encode(site(2, 5, 4, 1));
        bytes[4] = 7;

        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> SiteObject.decode(bytes))
                .withMessage("site object of version 7; expected 1 or 2");
    }

    @Test
    void planesOfDifferentSizeAreNoSite() {
        Plane small = new Plane(2, 2, new byte[4]);
        Plane large = new Plane(4, 4, new byte[16]);

        assertThatIllegalArgumentException().isThrownBy(() -> new SiteImage(List.of(small, large)));
    }

    private static SiteImage sixteenBit(int channels, int width, int height, long seed) {
        Random random = new Random(seed);
        List<Plane> planes = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            short[] levels = new short[width * height];
            for (int i = 0; i < levels.length; i++) {
                levels[i] = (short) random.nextInt(0x10000);
            }
            planes.add(new Plane(width, height, levels));
        }
        return new SiteImage(planes);
    }

    private static SiteImage site(int channels, int width, int height, long seed) {
        Random random = new Random(seed);
        List<Plane> planes = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            byte[] pixels = new byte[width * height];
            random.nextBytes(pixels);
            planes.add(new Plane(width, height, pixels));
        }
        return new SiteImage(planes);
    }
}
