package io.wellstream.scorer.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.StoredObjects;
import io.wellstream.wire.illumination.PlateCorrection;
import io.wellstream.wire.store.ObjectStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecentCorrectionsTest {
    private static final int CALLS = 8;
    private static final int WELLS = 16;
    private static final WellId FIRST = WellId.of("HUVEC-01", 1, "B02");

    @Test
    void manyFirstCallsOnAPlateComputeItsCorrectionOnce() throws Exception {
        try (ScreenFixture screen = new ScreenFixture();
                ExecutorService calls = Executors.newFixedThreadPool(CALLS)) {
            int[] grey = {100, 50};
            for (int column = 2; column < 2 + WELLS; column++) {
                screen.testWell(WellId.of("HUVEC-01", 1, "B%02d".formatted(column)), grey, grey, grey, grey);
            }
            AtomicInteger reads = new AtomicInteger();
            RecentCorrections corrections = new RecentCorrections(
                    new Screens(screen.wells, screen.ingests), new StoredObjects(counting(screen.store, reads)), 2);
            Callable<PlateCorrection> call =
                    () -> corrections.of(ScreenFixture.SCREEN, FIRST.plate(), Call.unlimited());

            Set<PlateCorrection> answers = new HashSet<>();
            for (Future<PlateCorrection> answer : calls.invokeAll(Collections.nCopies(CALLS, call))) {
                answers.add(answer.get());
            }

            assertThat(answers).hasSize(1);
            assertThat(reads)
                    .as("one to know the size, and each of 64 sites twice")
                    .hasValue(1 + 2 * 4 * WELLS);
        }
    }

    private static ObjectStore counting(ObjectStore store, AtomicInteger reads) {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (self, method, arguments) -> {
                    if (method.getName().equals("get")) {
                        reads.incrementAndGet();
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
