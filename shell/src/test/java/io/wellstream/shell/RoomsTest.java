package io.wellstream.shell;

import io.wellstream.imaging.testing.Rooms;
import org.junit.jupiter.api.Test;

class RoomsTest {
    @Test
    void packagesAreSubjectsWithoutCircles() {
        Rooms.assertRooms("io.wellstream.shell");
    }
}
