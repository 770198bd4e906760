package io.wellstream.wire.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.wire.store.ObjectStore.Put;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The behaviour of every object store, with objects that pass through files. */
public abstract class ObjectFileContract extends ObjectStoreContract {
    @Test
    void whatWasPutFromAFileIsGottenIntoAFile(@TempDir Path folder) throws Exception {
        byte[] bytes = random(9_000_000); // more than a body that is signed, and more than any buffer

        Put put = store().putIfAbsent(key("big"), file(folder.resolve("put"), bytes));

        assertThat(put.created()).isTrue();
        assertThat(put.ref()).isEqualTo(key("big").refTo(bytes));
        assertThat(store().get(put.ref())).isEqualTo(bytes);
        Path target = Files.write(folder.resolve("got"), bytes("what an earlier attempt left"));
        try (ObjectFile got = store().get(put.ref(), target)) {
            assertThat(got.path()).isEqualTo(target).hasBinaryContent(bytes);
            assertThat(got.refTo(key("big"))).isEqualTo(put.ref());
        }
        assertThat(target).doesNotExist();
    }

    @Test
    void bytesAndFilesOfOneContentAreOneObject(@TempDir Path folder) throws Exception {
        byte[] bytes = random(6_000_000);
        store().putIfAbsent(key("same"), bytes);

        assertThat(store().putIfAbsent(key("same"), file(folder.resolve("a"), bytes))
                        .created())
                .isFalse();
        assertThatThrownBy(() -> store().putIfAbsent(key("same"), file(folder.resolve("b"), bytes("other"))))
                .isInstanceOf(ObjectConflictException.class);
        assertThat(store().get(key("same").refTo(bytes))).isEqualTo(bytes);
    }

    @Test
    void aRaceToPutFilesHasOneWinner(@TempDir Path folder) throws Exception {
        List<Put> puts = race(number -> {
            ObjectFile file = file(folder.resolve("racer-" + number), bytes("same"));
            return () -> store().putIfAbsent(key("race of files"), file);
        });

        assertThat(puts).filteredOn(Put::created).hasSize(1);
    }

    @Test
    void aFileOfChangedOrMissingBytesIsRefusedAndDeleted(@TempDir Path folder) throws Exception {
        ObjectRef ref = store().putIfAbsent(key("torn"), bytes("pixels")).ref();
        corrupt(key("torn"), bytes("pixelz"));
        Path target = folder.resolve("got");

        assertThatThrownBy(() -> store().get(ref, target)).isInstanceOf(CorruptObjectException.class);
        assertThatThrownBy(() -> store().get(key("nowhere").refTo(bytes("x")), target))
                .isInstanceOf(MissingObjectException.class);
        assertThat(target).doesNotExist();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(size).nextBytes(bytes);
        return bytes;
    }

    private static ObjectFile file(Path path, byte[] bytes) {
        try {
            return ObjectFile.write(path, out -> out.write(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
