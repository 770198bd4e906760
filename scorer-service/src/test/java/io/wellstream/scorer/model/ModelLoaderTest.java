package io.wellstream.scorer.model;

import static io.wellstream.scorer.ScreenFixture.card;
import static io.wellstream.scorer.ScreenFixture.noWeights;
import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.scorer.call.StoredObjects;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class ModelLoaderTest {
    @Test
    void loadingModelAfterModelTakesNoFurtherDirectMemory() {
        try (ScreenFixture screen = new ScreenFixture()) {
            ModelPublished published = screen.publish("m", card("HUVEC", "a", "b"), noWeights(2), 5, 0);
            ModelLoader loader = new ModelLoader(new StoredObjects(screen.store), Device.CPU);
            loader.load(published).release();
            long afterTheFirst = directBytes();

            for (int i = 0; i < 20; i++) {
                loader.load(published).release();
            }

            assertThat(directBytes()).isLessThanOrEqualTo(afterTheFirst);
        }
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .findFirst()
                .orElseThrow();
    }
}
