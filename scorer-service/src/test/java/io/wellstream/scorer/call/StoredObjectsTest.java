package io.wellstream.scorer.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.store.InMemoryObjectStore;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged objects as a scorer meets them: those that it can make are made again, the others have advice. */
class StoredObjectsTest {
    private static final byte[] WHOLE = {1, 2, 3};
    private static final byte[] TORN = {1, 2, 2};

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final StoredObjects objects = new StoredObjects(store);

    @Test
    void aDamagedResultIsWrittenAgain() {
        ObjectKey key = new ObjectKey("screen/submissions/1.csv");
        objects.put(key, WHOLE);
        store.corrupt(key, TORN);

        assertThat(objects.get(objects.put(key, WHOLE))).isEqualTo(WHOLE);
    }

    @Test
    void damagedScoresCountAsNotStored() {
        ObjectKey key = new ObjectKey("screen/submissions/parts/1.scores");
        objects.put(key, WHOLE);
        store.corrupt(key, TORN);

        assertThat(objects.find(key)).isEmpty();
        assertThat(objects.putOrGet(key, WHOLE)).isEqualTo(WHOLE);
        assertThat(objects.find(key)).contains(WHOLE);
    }

    @ParameterizedTest
    @CsvSource({
        "screen/sites/six1/a/1/B03/s1.six, wellstream ingest --verify",
        "screen/images/a.png, wellstream ingest --verify",
        "screen/rows/1.csv, wellstream ingest'",
        "screen/models/HUVEC/run-1/model.onnx, wellstream publish RUN"
    })
    void anErrorNamesTheObjectBothDigestsAndTheCommandThatRestoresIt(String path, String command) {
        ObjectKey key = new ObjectKey(path);
        store.putIfAbsent(key, WHOLE);
        store.corrupt(key, TORN);

        assertThatThrownBy(() -> objects.get(key.refTo(WHOLE)))
                .isInstanceOf(ScorerException.ObjectDamaged.class)
                .hasMessageContaining(path)
                .hasMessageContaining(Sha256.hexOf(WHOLE))
                .hasMessageContaining(Sha256.hexOf(TORN))
                .hasMessageContaining(command);
        store.delete(List.of(key));
        assertThatThrownBy(() -> objects.get(key.refTo(WHOLE)))
                .hasMessageContaining("object " + path + " does not exist")
                .hasMessageContaining(command);
    }
}
