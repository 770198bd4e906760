package io.wellstream.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.local.launcher.DiskReserve.Level;
import java.io.IOException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DiskReserveTest {
    private static final long MB = 1_000_000;

    @Test
    void theLastFivePercentStayFree() {
        assertThat(level(300 * MB, 15 * MB, OptionalLong.empty()).reserve()).isEqualTo(15 * MB);
        assertThat(level(300 * MB, 15 * MB, OptionalLong.empty()).isPlenty()).isFalse();
        assertThat(level(300 * MB, 16 * MB, OptionalLong.empty()).isPlenty()).isTrue();
        assertThat(level(300 * MB, 16 * MB, OptionalLong.empty()).takes(2 * MB)).isFalse();
    }

    @Test
    void ofALargeDiskTenGigabytesStayFree() {
        assertThat(level(8_000_000 * MB, 11_000 * MB, OptionalLong.empty()).reserve())
                .isEqualTo(10_000 * MB);
    }

    @Test
    void theReserveCanBeGiven() {
        assertThat(level(8_000_000 * MB, 2_001 * MB, OptionalLong.of(2_000 * MB))
                        .isPlenty())
                .isTrue();
        assertThat(level(300 * MB, 1, OptionalLong.of(0)).isPlenty()).isTrue();
    }

    @Test
    void theBrokerRunsToAQuarterOfTheReserveAndStartsAtAHalf() {
        assertThat(level(400 * MB, 5 * MB, OptionalLong.empty()).feedsBroker()).isTrue();
        assertThat(level(400 * MB, 5 * MB - 1, OptionalLong.empty()).feedsBroker())
                .isFalse();
        assertThat(level(400 * MB, 9 * MB, OptionalLong.empty()).startsBroker()).isFalse();
        assertThat(level(400 * MB, 10 * MB, OptionalLong.empty()).startsBroker())
                .isTrue();
    }

    @Test
    void aLevelSaysWhatIsFreeAndWhatHasToStayFree() {
        assertThat(level(300 * MB, 3_210_000, OptionalLong.empty()))
                .hasToString("3.2 MB of 300 MB are free; new objects leave 15 MB free");
    }

    @Test
    void aFileSystemThatCannotBeAskedRefusesNothing() {
        DiskReserve.Space gone = new DiskReserve.Space() {
            @Override
            public long total() throws IOException {
                throw new IOException("stale file handle");
            }

            @Override
            public long free() throws IOException {
                throw new IOException("stale file handle");
            }
        };

        assertThat(new DiskReserve(gone, OptionalLong.empty()).level().isPlenty())
                .isTrue();
    }

    private static Level level(long total, long free, OptionalLong given) {
        DiskReserve.Space space = new DiskReserve.Space() {
            @Override
            public long total() {
                return total;
            }

            @Override
            public long free() {
                return free;
            }
        };
        return new DiskReserve(space, given).level();
    }
}
