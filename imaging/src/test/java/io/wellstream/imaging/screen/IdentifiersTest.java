package io.wellstream.imaging.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class IdentifiersTest {
    @Property
    void aPositionReadsWhatItWrites(
            @ForAll @IntRange(min = 0, max = 31) int row, @ForAll @IntRange(min = 1, max = 48) int column) {
        WellPosition position = new WellPosition(row, column);

        assertThat(WellPosition.parse(position.toString())).isEqualTo(position);
    }

    @Test
    void aWellReadsWhatItWrites() {
        WellId well = WellId.of("HEPG2-08", 1, "B03");

        assertThat(well).hasToString("HEPG2-08/1/B03");
        assertThat(WellId.parse("HEPG2-08/1/B03")).isEqualTo(well);
    }

    @Test
    void anImpossibleWellIsRefusedWithAnExample() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WellPosition.parse("B3"))
                .withMessageContaining("B3")
                .withMessageContaining("expected e.g. B03");
        assertThatIllegalArgumentException().isThrownBy(() -> WellPosition.parse("Z99"));
    }

    @Test
    void anExperimentNameCannotLeaveItsFolder() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ExperimentId("../etc"));
    }

    @Test
    void theCellTypeIsThePartBeforeTheLastHyphen() {
        assertThat(CellType.of(new ExperimentId("HEPG2-08"))).isEqualTo(new CellType("HEPG2"));
    }

    @Test
    void aFolderGivesADataSetName() {
        assertThat(DatasetId.fromFile("RxRx1 (copy)")).isEqualTo(new DatasetId("rxrx1-copy"));
        assertThat(DatasetId.fromFile("RxRx1 (copy).zip")).isEqualTo(new DatasetId("rxrx1-copy"));
    }
}
