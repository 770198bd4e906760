package io.wellstream.scorer.site;

import static io.wellstream.scorer.ScreenFixture.SCREEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.wire.keys.MessageKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is computed from the wells of a data set, while they change. */
class ScreensTest {
    private static final ExperimentId FIRST = new ExperimentId("HUVEC-01");

    private final ScreenFixture fixture = new ScreenFixture();
    private final Screens screens = new Screens(fixture.wells, fixture.ingests);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void controlLabelsFollowTheWells() {
        fixture.control(WellId.of("HUVEC-01", 1, "B03"), "one", new int[] {1, 1});
        fixture.control(WellId.of("HUVEC-02", 1, "B03"), "two", new int[] {1, 1});
        fixture.testWell(WellId.of("HUVEC-02", 1, "B04"), new int[] {1, 1});
        assertThat(screens.controlLabels(SCREEN)).containsExactlyInAnyOrder("one", "two");

        fixture.control(WellId.of("HUVEC-02", 1, "B03"), "three", new int[] {1, 1});
        fixture.wells.remove(MessageKeys.well(SCREEN, WellId.of("HUVEC-01", 1, "B03")));

        assertThat(screens.controlLabels(SCREEN)).containsExactly("three");
    }

    @Test
    void nothingIsReadAgainExceptTheExperimentThatHasChanged() {
        fixture.control(WellId.of("HUVEC-01", 1, "B03"), "one", new int[] {1, 1});
        fixture.control(WellId.of("HUVEC-02", 1, "B03"), "two", new int[] {1, 1});
        assertThat(screens.controlLabels(SCREEN)).hasSize(2);
        assertThat(screens.statistics(SCREEN, FIRST)).hasSize(1);
        int before = fixture.wells.scans();

        screens.controlLabels(SCREEN);
        screens.statistics(SCREEN, FIRST);
        assertThat(fixture.wells.scans()).isEqualTo(before);

        fixture.control(WellId.of("HUVEC-02", 1, "B04"), "two", new int[] {1, 1});
        screens.controlLabels(SCREEN);
        screens.statistics(SCREEN, FIRST);
        assertThat(fixture.wells.scans()).isEqualTo(before + 1);
    }
}
