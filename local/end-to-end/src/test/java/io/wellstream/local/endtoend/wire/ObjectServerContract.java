package io.wellstream.local.endtoend.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.wire.store.ObjectFile;
import io.wellstream.wire.store.ObjectFileContract;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The behaviour of every object store that is a server with buckets. */
abstract class ObjectServerContract extends ObjectFileContract {
    @Test
    void creatingABucketTwiceIsAllowed() {
        store().createBucketIfAbsent();

        assertThat(store().stat(key("nothing"))).isEmpty();
    }

    /** The built-in server holds signed bodies in memory, and refuses those of more than 32 MiB. */
    @Test
    void anObjectMayBeLargerThanTheServerHoldsInMemory(@TempDir Path local) throws Exception {
        byte[] bytes = new byte[40 << 20];
        new SplittableRandom(1).nextBytes(bytes);

        assertThat(store().putIfAbsent(key("large"), bytes).created()).isTrue();

        try (ObjectFile got = store().get(key("large").refTo(bytes), local.resolve("large"))) {
            assertThat(got.path()).hasBinaryContent(bytes);
            assertThat(store().putIfAbsent(key("large"), got).created()).isFalse();
            assertThat(store().putIfAbsent(key("again"), got).created()).isTrue();
        }
    }
}
