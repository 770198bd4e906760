package io.wellstream.local.cli.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.simulator.CellLinePlan;
import io.wellstream.simulator.FieldPlan;
import io.wellstream.simulator.SimulatedScreen;
import io.wellstream.simulator.SimulationSpec;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class SiteGalleryTest {
    private static final CellType HUVEC = new CellType("HUVEC");
    private static final int TILE = 192;
    private static final int ROW = TILE + 24;

    @Test
    void aTooBrightExperimentIsBrightAsRecordedAndUsualOnceNormalised() {
        SimulationSpec spec = SimulationSpec.bench(3, List.of(HUVEC), 4)
                .withCellLines(List.of(new CellLinePlan(HUVEC, 4, 2, false)))
                .withFields(new FieldPlan(1, 48));

        BufferedImage gallery = new SiteGallery(new SimulatedScreen(spec)).draw();

        assertThat(gallery.getWidth()).isGreaterThan(6 * TILE);
        assertThat(gallery.getHeight()).isGreaterThan(6 * ROW);
        double recorded = brightness(gallery, 5, 0);
        double normalised = brightness(gallery, 5, 1);
        assertThat(recorded).isGreaterThan(1.3 * normalised);
    }

    /** The mean over a tile. */
    private static double brightness(BufferedImage gallery, int column, int row) {
        double sum = 0;
        for (int y = 10; y < TILE - 10; y++) {
            for (int x = 10; x < TILE - 10; x++) {
                int rgb = gallery.getRGB(6 + column * (TILE + 6) + x, 30 + row * ROW + y);
                sum += (rgb >> 16 & 255) + (rgb >> 8 & 255) + (rgb & 255);
            }
        }
        return sum;
    }
}
