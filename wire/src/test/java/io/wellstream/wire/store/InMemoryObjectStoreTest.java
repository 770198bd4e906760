package io.wellstream.wire.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.wire.keys.ObjectKey;
import org.junit.jupiter.api.Test;

class InMemoryObjectStoreTest extends ObjectFileContract {
    private final InMemoryObjectStore store = new InMemoryObjectStore();

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected void corrupt(ObjectKey key, byte[] bytes) {
        store.corrupt(key, bytes);
    }

    @Test
    void aStoreThatIsDownIsUnavailable() {
        store.goDown();

        assertThatThrownBy(() -> store.read(key("a"))).isInstanceOf(StoreUnavailableException.class);
    }
}
