package io.wellstream.wire.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StoreProbeTest {
    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final AtomicLong now = new AtomicLong();
    private final StoreProbe probe = new StoreProbe(store, now::get);

    @Test
    void anUnavailableStoreIsNoticedSoonButNotAskedEveryTime() {
        assertThat(probe.answers()).isTrue();

        store.goDown();

        assertThat(probe.answers()).as("the answer of a moment ago").isTrue();
        now.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(probe.answers()).isFalse();
    }

    @Test
    void aStoreThatComesBackIsNoticedSoon() {
        store.goDown();
        assertThat(probe.answers()).isFalse();

        store.comeBack();
        now.addAndGet(Duration.ofSeconds(5).toNanos());

        assertThat(probe.answers()).isTrue();
    }
}
