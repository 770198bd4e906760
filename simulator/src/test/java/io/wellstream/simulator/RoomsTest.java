package io.wellstream.simulator;

import io.wellstream.imaging.testing.Rooms;
import org.junit.jupiter.api.Test;

class RoomsTest {
    @Test
    void packagesAreSubjectsWithoutCircles() {
        Rooms.assertRooms("io.wellstream.simulator");
    }
}
