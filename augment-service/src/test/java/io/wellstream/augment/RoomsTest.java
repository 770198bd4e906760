package io.wellstream.augment;

import io.wellstream.imaging.testing.Rooms;
import org.junit.jupiter.api.Test;

class RoomsTest {
    @Test
    void packagesAreSubjectsWithoutCircles() {
        Rooms.assertRooms("io.wellstream.augment");
    }
}
