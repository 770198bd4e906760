package io.wellstream.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SiteMemoryTest {
    @Test
    void aSiteWaitsUntilOthersHaveReleasedMemory() throws Exception {
        SiteMemory memory = new SiteMemory(1 << 20);
        CountDownLatch in = new CountDownLatch(1);
        Thread second;
        try (SiteMemory.Held first = memory.hold(700 << 10)) {
            assertThat(first).isNotNull();
            second = Thread.ofVirtual().start(() -> {
                try (SiteMemory.Held held = memory.hold(700 << 10)) {
                    assertThat(held).isNotNull();
                    in.countDown();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(in.await(50, TimeUnit.MILLISECONDS)).isFalse();
        }

        assertThat(in.await(10, TimeUnit.SECONDS)).isTrue();
        second.join();
    }

    @Test
    void aSiteLargerThanTheLimitRunsAlone() throws Exception {
        SiteMemory memory = new SiteMemory(1 << 20);

        for (int i = 0; i < 2; i++) {
            try (SiteMemory.Held held = memory.hold(1L << 40)) {
                assertThat(held).isNotNull();
            }
        }
    }
}
