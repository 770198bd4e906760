package io.wellstream.imaging.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.screen.Screen;
import io.wellstream.imaging.screen.WellPosition;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class RenderTest {
    @Test
    void aChannelShowsInItsColourAsBrightAsItIs() {
        SiteImage nuclei = site(51, 0, 0, 0, 0, 0);
        SiteImage halfAsBright = site(0, 0, 32, 0, 0, 0);

        assertThat(rgb(Composite.of(nuclei, Palette.rxrx1()))).containsExactly(19, 0, 249);
        assertThat(rgb(Composite.of(halfAsBright, Palette.rxrx1()))).containsExactly(127, 0, 12);
    }

    @Test
    void channelsAddUpToWhiteAndNotBeyond() {
        assertThat(rgb(Composite.of(site(255, 255, 255, 255, 255, 255), Palette.rxrx1())))
                .containsExactly(255, 255, 255);
        assertThat(rgb(Composite.of(site(0, 0, 0, 0, 0, 0), Palette.rxrx1()))).containsExactly(0, 0, 0);
    }

    @Test
    void aFittedPaletteShowsADimScreenAsBrightAsABrightOne() {
        Palette fitted = Palette.rxrx1().fittedTo(List.of(ramp(1)));
        Palette fittedToBrighter = Palette.rxrx1().fittedTo(List.of(ramp(4)));

        assertThat(rgb(Composite.of(ramp(1), fitted))).isEqualTo(rgb(Composite.of(ramp(4), fittedToBrighter)));
        assertThat(fitted.channels()).allMatch(channel -> channel.black() < 2 && channel.white() > 40);
    }

    @Test
    void aFittedPaletteShowsSixteenBitsAsBrightAsEight() {
        SiteImage sixteenBit = sixteenBitRamp();
        int[] shown = rgb(Composite.of(sixteenBit, Palette.rxrx1().fittedTo(List.of(sixteenBit))));
        int[] eight = rgb(Composite.of(ramp(4), Palette.rxrx1().fittedTo(List.of(ramp(4)))));

        for (int colour = 0; colour < 3; colour++) {
            assertThat(shown[colour]).isBetween(eight[colour] - 2, eight[colour] + 2);
        }
    }

    @Test
    void aFittedPaletteLeavesColoursToSee() {
        SiteImage site = ramp(4);

        BufferedImage picture = Composite.of(site, Palette.rxrx1().fittedTo(List.of(site)));

        long saturated = Arrays.stream(picture.getRGB(0, 0, 16, 16, null, 0, 16))
                .filter(rgb -> (rgb & 0xffffff) == 0xffffff)
                .count();
        assertThat(saturated).isLessThan(256 / 50);
    }

    @Test
    void anotherNumberOfChannelsHasColoursToo() {
        assertThat(Palette.of(4).channels()).extracting(ChannelColor::color).doesNotHaveDuplicates();
        assertThat(Palette.of(6)).isEqualTo(Palette.rxrx1());
        assertThatIllegalArgumentException().isThrownBy(() -> Composite.of(site(1, 2, 3), Palette.rxrx1()));
    }

    @Test
    void aContactSheetHasRoomForAllPictures() throws Exception {
        ContactSheet sheet = new ContactSheet("sirna_250 in four experiments", 3, 64);
        for (int i = 0; i < 7; i++) {
            sheet.add("HUVEC-0" + i, Composite.of(site(40, 40, 40, 40, 40, 40), Palette.rxrx1()));
        }

        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(PngFile.encode(sheet.draw())));

        assertThat(picture.getWidth()).isEqualTo(6 + 3 * 70);
        assertThat(picture.getHeight()).isEqualTo(30 + 3 * 88 + 6);
    }

    @Test
    void aPlateShowsAWellAtItsPosition() {
        BufferedImage well = Composite.of(site(51, 0, 0, 0, 0, 0), Palette.rxrx1());

        BufferedImage plate =
                PlateOverview.draw("HUVEC-01/1", Screen.rxrx1().plates(), Map.of(WellPosition.parse("B03"), well), 20);

        assertThat(plate.getRGB(30 + 2 * 22 + 10, 60 + 22 + 10) & 0xffffff).isEqualTo(0x1300f9);
        assertThat(plate.getRGB(30 + 3 * 22 + 10, 60 + 22 + 10) & 0xffffff).isEqualTo(0x2c2c32);
    }

    private static SiteImage site(int... greys) {
        List<Plane> planes = new ArrayList<>();
        for (int grey : greys) {
            byte[] pixels = new byte[16 * 16];
            Arrays.fill(pixels, (byte) grey);
            planes.add(new Plane(16, 16, pixels));
        }
        return new SiteImage(planes);
    }

    /** Six channels that all rise from 0 to 63 times a factor. */
    private static SiteImage ramp(int factor) {
        byte[] pixels = new byte[16 * 16];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / 4 * factor);
        }
        Plane plane = new Plane(16, 16, pixels);
        return new SiteImage(List.of(plane, plane, plane, plane, plane, plane));
    }

    /** As {@link #ramp} with factor 4, in 16 bits. */
    private static SiteImage sixteenBitRamp() {
        short[] levels = new short[16 * 16];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (short) (257 * (i / 4 * 4));
        }
        Plane plane = new Plane(16, 16, levels);
        return new SiteImage(List.of(plane, plane, plane, plane, plane, plane));
    }

    private static int[] rgb(BufferedImage image) {
        int rgb = image.getRGB(8, 8);
        return new int[] {rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff};
    }
}
