package io.wellstream.scorer.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BusyTimeTest {
    private final AtomicLong clock = new AtomicLong(1_000);
    private final BusyTime busy = new BusyTime(clock::get);

    @Test
    void timeOfTwoThreadsAtOnceCountsOnce() {
        busy.during(() -> {
            clock.addAndGet(3);
            return busy.during(() -> clock.addAndGet(4)); // a second thread
        });

        assertThat(busy.nanos()).isEqualTo(7);
    }

    @Test
    void idleTimeDoesNotCount() {
        busy.during(() -> clock.addAndGet(2));
        clock.addAndGet(100);
        busy.during(() -> clock.addAndGet(5));

        assertThat(busy.nanos()).isEqualTo(7);
    }

    @Test
    void workInProgressCountsUpToNow() {
        long within = busy.during(() -> {
            clock.addAndGet(6);
            return busy.nanos();
        });

        assertThat(within).isEqualTo(6);
    }

    @Test
    void failedWorkEndsToo() {
        assertThatThrownBy(() -> busy.during(() -> {
                    clock.addAndGet(2);
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        clock.addAndGet(100);

        assertThat(busy.nanos()).isEqualTo(2);
    }
}
