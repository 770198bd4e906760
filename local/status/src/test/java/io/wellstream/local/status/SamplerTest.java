package io.wellstream.local.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The sampler when a sample of it meets an error. */
class SamplerTest {
    private static final Path HOME = Path.of(System.getProperty("wellstream.home", "../.."));
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    void afterAnErrorTheNextSampleIsTaken() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Supplier<List<ObservedProcess>> processes = () -> {
            if (asked.incrementAndGet() == 1) {
                throw new OutOfMemoryError("Java heap space");
            }
            return List.of(
                    new ObservedProcess("scorer", URI.create("http://127.0.0.1:1"), Integer.MAX_VALUE, false, 0));
        };
        try (Sampler sampler = Sampler.start(HOME, processes)) {
            await().atMost(LIMIT).until(() -> !sampler.view().processes().isEmpty());

            assertThat(sampler.view().processes())
                    .extracting(StatusView.Card::name)
                    .contains("scorer");
            assertThat(asked).hasValueGreaterThanOrEqualTo(2);
        }
    }
}
