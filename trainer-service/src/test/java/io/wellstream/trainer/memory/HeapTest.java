package io.wellstream.trainer.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeapTest {
    @Test
    void theHeapOfThisProcessHasRoomForLessThanItsLimit() {
        assertThat(Heap.ofThisProcess().free())
                .isPositive()
                .isLessThan(Runtime.getRuntime().maxMemory());
    }

    @Test
    void theHeapIsMeasuredAtMostEveryHalfMinute() {
        AtomicInteger measurements = new AtomicInteger();
        AtomicLong nanos = new AtomicLong();
        Heap heap = new Heap.Known(measurements::incrementAndGet, nanos::get);

        assertThat(heap.free()).isEqualTo(1);
        assertThat(heap.free()).isEqualTo(1);
        nanos.addAndGet(Duration.ofSeconds(31).toNanos());
        assertThat(heap.free()).isEqualTo(2);
    }
}
