package io.wellstream.wire.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.wire.keys.ObjectKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatientStoreTest {
    private static final ObjectKey KEY = new ObjectKey("a/b");

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final List<String> events = new ArrayList<>();

    @Test
    void aPutWaitsUntilThereIsSpace() {
        store.fill();
        ObjectStore patient = patient(() -> {
            if (events.size() == 3) {
                store.free();
            }
        });

        assertThat(patient.putIfAbsent(KEY, new byte[] {1}).created()).isTrue();

        String waits = "space in the object store: 12 MB are free";
        assertThat(events).containsExactly(waits, waits, waits, "goes on");
        assertThat(store.keys()).containsExactly(KEY);
    }

    @Test
    void aClaimThatIsTheFirstOfItsKeyWaitsToo() {
        store.fill();
        ObjectStore patient = patient(store::free);

        assertThat(patient.replace(KEY, new byte[] {1}, Optional.empty())).isPresent();

        assertThat(events).hasSize(2);
    }

    @Test
    void whateverDoesNotNeedSpaceGoesOn() {
        store.putIfAbsent(KEY, new byte[] {1});
        store.fill();
        ObjectStore patient = patient(() -> {
            throw new AssertionError("nothing has to wait");
        });

        assertThat(patient.putIfAbsent(KEY, new byte[] {1}).created()).isFalse();
        assertThat(patient.read(KEY)).isPresent();
        assertThat(patient.stat(KEY)).isPresent();
        assertThat(patient.list("a/")).hasSize(1);
        patient.delete(List.of(KEY));
        assertThat(store.keys()).isEmpty();
    }

    @Test
    void theOwnerOfAPutCanGiveItUp() {
        store.fill();
        ObjectStore patient = patient(() -> {
            throw new IllegalStateException("the process stops");
        });

        assertThatThrownBy(() -> patient.putIfAbsent(KEY, new byte[] {1})).hasMessage("the process stops");

        assertThat(events).hasSize(2);
    }

    @Test
    void anInterruptEndsTheWait() {
        store.fill();
        ObjectStore patient = patient(() -> Thread.currentThread().interrupt());

        assertThatThrownBy(() -> patient.putIfAbsent(KEY, new byte[] {1})).isInstanceOf(StoreFullException.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    private ObjectStore patient(Runnable whileWaiting) {
        PatientStore.Waiting waiting = new PatientStore.Waiting() {
            @Override
            public void waits(StoreFullException full) {
                events.add(full.awaited());
                whileWaiting.run();
            }

            @Override
            public void goesOn() {
                events.add("goes on");
            }
        };
        return new PatientStore(store, waiting, Duration.ofMillis(1));
    }
}
