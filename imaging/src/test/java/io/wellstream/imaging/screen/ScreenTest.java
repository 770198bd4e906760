package io.wellstream.imaging.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final ImagePattern RXRX1 = Screen.rxrx1().imaging().pattern();

    @Test
    void rxrx1HasSixStainsAndFourCellTypes() {
        Screen screen = Screen.rxrx1();

        assertThat(screen.channels()).extracting(Channel::number).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(screen.channels().get(2).stain()).isEqualTo("actin (phalloidin)");
        assertThat(screen.cellTypes()).extracting(CellType::name).containsExactly("HEPG2", "HUVEC", "RPE", "U2OS");
        assertThat(screen.plates().contains(WellPosition.parse("P24"))).isTrue();
        assertThat(screen.plates().contains(WellPosition.parse("Q01"))).isFalse();
    }

    @Test
    void aPathIsWrittenAsPublished() {
        SiteId site = new SiteId(WellId.of("HEPG2-08", 1, "B03"), 2);

        assertThat(RXRX1.path("test", site, 5)).isEqualTo("test/HEPG2-08/Plate1/B03_s2_w5.png");
    }

    @Property(tries = 100)
    void aPatternReadsWhatItWrites(
            @ForAll @IntRange(min = 1, max = 9999) int plate,
            @ForAll @IntRange(min = 0, max = 31) int row,
            @ForAll @IntRange(min = 1, max = 48) int column,
            @ForAll @IntRange(min = 1, max = 999) int site,
            @ForAll @IntRange(min = 1, max = 99) int channel) {
        WellPosition position = new WellPosition(row, column);
        SiteId id = new SiteId(WellId.of("U2OS-04", plate, position.toString()), site);

        assertThat(RXRX1.match(RXRX1.path("train", id, channel)))
                .contains(new ImagePattern.Image("train", id, channel));
    }

    @Test
    void anotherPathIsNoImage() {
        assertThat(RXRX1.match("train/HEPG2-08/Plate1/B03_s2_w5.tif")).isEmpty();
        assertThat(RXRX1.match("train/HEPG2-08/Plate1/B99_s2_w5.png")).isEmpty();
        assertThat(RXRX1.match("train/HEPG2-08/Plate01/B03_s2_w5.png")).isEmpty();
    }

    @Test
    void aColourImageHoldsThreeChannelsAndItsPathNamesNone() {
        ImagePattern wilds = Rxrx1.WILDS.imaging().pattern();
        SiteId site = new SiteId(WellId.of("HEPG2-08", 1, "B03"), 2);

        assertThat(wilds.path("", site, 0)).isEqualTo("images/HEPG2-08/Plate1/B03_s2.png");
        assertThat(wilds.match("images/HEPG2-08/Plate1/B03_s2.png")).contains(new ImagePattern.Image("", site, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Imaging(Rxrx1.DOWNLOAD.channels(), 2, 8, wilds))
                .withMessage("6 channels in colour images; expected 3, as red, green and blue");
    }

    @Test
    void aRepeatedPlaceholderMustAgreeWithItself() {
        ImagePattern pattern = new ImagePattern("{experiment}/{experiment}_{plate}_{well}_{site}_{channel}.png");

        assertThat(pattern.match("A-1/A-1_1_B02_1_1.png")).isPresent();
        assertThat(pattern.match("A-1/A-2_1_B02_1_1.png")).isEmpty();
    }

    @Test
    void aPatternWithoutChannelIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImagePattern("{experiment}/{plate}/{well}_{site}.png"))
                .withMessageContaining("lacks {channel}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImagePattern("{experiment}/{plate}/{well}_{site}_{channel}_{time}.png"))
                .withMessageContaining("{time}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImagePattern("../{experiment}/{plate}/{well}_{site}_{channel}.png"));
    }
}
