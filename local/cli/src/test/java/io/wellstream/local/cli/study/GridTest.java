package io.wellstream.local.cli.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.RunSpecification;
import java.util.List;
import org.junit.jupiter.api.Test;

class GridTest {
    private final Grid grid = new Grid();

    @Test
    void allCombinationsAreMadeInOrder() {
        grid.set("epochs=7");
        grid.set("partial=true");
        grid.vary("augmentation=none,recommended");
        grid.vary("learning_rate.base=0.001,0.002");

        List<Grid.Cell> cells = grid.cells();

        assertThat(cells)
                .extracting(Grid.Cell::toString)
                .containsExactly(
                        "augmentation none, learning_rate.base 0.001",
                        "augmentation none, learning_rate.base 0.002",
                        "augmentation recommended, learning_rate.base 0.001",
                        "augmentation recommended, learning_rate.base 0.002");
        RunSpecification last = cells.getLast().settings();
        assertThat(last.getEpochs()).isEqualTo(7);
        assertThat(last.getPartial()).isTrue();
        assertThat(last.getAugmentation()).isEqualTo("recommended");
        assertThat(last.getLearningRate().getBase()).isEqualTo(0.002);
        assertThat(last.hasBatchSize()).isFalse();
    }

    @Test
    void anUnknownSettingIsRefusedByItsName() {
        grid.vary("learning_rate.bas=0.001");

        assertThatExceptionOfType(UserError.class)
                .isThrownBy(grid::cells)
                .withMessageContaining("Cannot find field: bas");
    }

    @Test
    void aSettingGivenTwiceIsRefused() {
        grid.set("epochs=7");

        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> grid.vary("epochs=7,8"))
                .withMessage("setting epochs is given twice");
    }

    @Test
    void whatIsNoSettingIsRefused() {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> grid.set("epochs"))
                .withMessageContaining("'epochs' is no setting");
    }

    @Test
    void tooManyCombinationsAreRefused() {
        grid.vary("epochs=1,2,3,4,5,6,7,8,9");
        grid.vary("batch_size=2,3,4,5,6,7,8,9");

        assertThatExceptionOfType(UserError.class)
                .isThrownBy(grid::cells)
                .withMessage("72 combinations; expected at most 64");
    }
}
