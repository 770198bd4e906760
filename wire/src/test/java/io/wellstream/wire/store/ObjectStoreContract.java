package io.wellstream.wire.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.wire.RejectedException;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.store.ObjectStore.ObjectInfo;
import io.wellstream.wire.store.ObjectStore.Put;
import io.wellstream.wire.store.ObjectStore.Versioned;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The behaviour of every object store, apart from files. */
public abstract class ObjectStoreContract {
    private static final int RACERS = 16;

    private final String prefix = "contract/" + UUID.randomUUID() + "/";

    /** A store whose bucket exists. */
    protected abstract ObjectStore store();

    /** Changes the stored bytes without the store's knowledge. */
    protected abstract void corrupt(ObjectKey key, byte[] bytes) throws Exception;

    @Test
    void anObjectIsReadAsItWasPut() {
        Put put = store().putIfAbsent(key("a/b.six"), bytes("pixels"));

        assertThat(put.created()).isTrue();
        assertThat(put.ref().getSize()).isEqualTo(6);
        assertThat(Sha256.hex(put.ref().getSha256())).isEqualTo(Sha256.hexOf(bytes("pixels")));
        assertThat(store().get(put.ref())).isEqualTo(bytes("pixels"));
    }

    @Test
    void anEmptyObjectIsAnObject() {
        Put put = store().putIfAbsent(key("empty"), new byte[0]);

        assertThat(store().get(put.ref())).isEmpty();
    }

    @Test
    void keysMayHoldSpacesAndSigns() {
        ObjectKey odd = key("My Screen (2)/Plate+1/a=b&c%20ü.png");
        Put put = store().putIfAbsent(odd, bytes("x"));

        assertThat(store().get(put.ref())).isEqualTo(bytes("x"));
        assertThat(store().list(prefix).map(ObjectInfo::key)).containsExactly(odd);
    }

    @Test
    void theSameBytesPutAgainAreNotCreatedAgain() {
        Put first = store().putIfAbsent(key("twice"), bytes("pixels"));
        Put second = store().putIfAbsent(key("twice"), bytes("pixels"));

        assertThat(second.created()).isFalse();
        assertThat(second.ref()).isEqualTo(first.ref());
    }

    @Test
    void otherBytesAreAConflictThatNamesBothDigests() {
        store().putIfAbsent(key("taken"), bytes("first"));

        assertThatThrownBy(() -> store().putIfAbsent(key("taken"), bytes("second")))
                .isInstanceOfSatisfying(ObjectConflictException.class, conflict -> {
                    assertThat(conflict.stored()).isEqualTo(Sha256.hexOf(bytes("first")));
                    assertThat(conflict.offered()).isEqualTo(Sha256.hexOf(bytes("second")));
                })
                .hasMessageContaining(Sha256.hexOf(bytes("first")))
                .hasMessageContaining(Sha256.hexOf(bytes("second")))
                .hasMessageContaining("taken");
        assertThat(store().read(key("taken")).orElseThrow().bytes()).isEqualTo(bytes("first"));
    }

    @Test
    void aRaceToPutHasOneWinner() throws Exception {
        List<Put> puts = race(number -> () -> store().putIfAbsent(key("race"), bytes("same")));

        assertThat(puts).filteredOn(Put::created).hasSize(1);
    }

    @Test
    void changedBytesOfTheSameSizeAreRefused() throws Exception {
        ObjectRef ref = store().putIfAbsent(key("torn"), bytes("pixels")).ref();
        corrupt(key("torn"), bytes("pixelz"));

        assertThatThrownBy(() -> store().get(ref))
                .isInstanceOf(CorruptObjectException.class)
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("torn")
                .hasMessageContaining(Sha256.hexOf(bytes("pixels")));
    }

    @Test
    void changedBytesAreRefusedAlsoIfTheyAreReadByTheirKeyOrOnlyVerified() throws Exception {
        ObjectRef ref = store().putIfAbsent(key("torn-too"), bytes("pixels")).ref();
        store().verify(ref);
        assertThat(store().read(key("torn-too")).orElseThrow().bytes()).isEqualTo(bytes("pixels"));
        corrupt(key("torn-too"), bytes("pixelz"));

        assertThatThrownBy(() -> store().read(key("torn-too")))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining("torn-too")
                .hasMessageContaining(Sha256.hexOf(bytes("pixels")))
                .hasMessageContaining(Sha256.hexOf(bytes("pixelz")));
        assertThatThrownBy(() -> store().verify(ref)).isInstanceOf(CorruptObjectException.class);
        store().delete(List.of(key("torn-too")));
        assertThatThrownBy(() -> store().verify(ref)).isInstanceOf(MissingObjectException.class);
    }

    @Test
    void aShorterObjectIsRefused() throws Exception {
        ObjectRef ref = store().putIfAbsent(key("short"), bytes("pixels")).ref();
        corrupt(key("short"), bytes("pix"));

        assertThatThrownBy(() -> store().get(ref))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining("expected 6 bytes, found 3 bytes");
    }

    @Test
    void anAbsentObjectIsMissing() {
        assertThatThrownBy(() -> store().get(key("nowhere").refTo(bytes("x"))))
                .isInstanceOf(MissingObjectException.class)
                .hasMessageContaining("nowhere");
        assertThat(store().read(key("nowhere"))).isEmpty();
        assertThat(store().stat(key("nowhere"))).isEmpty();
    }

    @Test
    void statTellsSizeAndDigest() {
        store().putIfAbsent(key("looked-at"), bytes("pixels"));

        ObjectInfo info = store().stat(key("looked-at")).orElseThrow();

        assertThat(info.key()).isEqualTo(key("looked-at"));
        assertThat(info.size()).isEqualTo(6);
        assertThat(info.sha256()).contains(Sha256.hexOf(bytes("pixels")));
        assertThat(info.etag())
                .isEqualTo(store().read(key("looked-at")).orElseThrow().etag());
    }

    @Test
    void aListingOfManyPagesNamesEachObjectOnce() throws Exception {
        List<ObjectKey> keys = IntStream.range(0, 1200)
                .mapToObj(i -> key("many/" + i))
                .sorted()
                .toList();
        try (ExecutorService puts = Executors.newFixedThreadPool(8)) {
            puts.invokeAll(keys.stream()
                    .<Callable<Put>>map(key -> () -> store().putIfAbsent(key, bytes("x")))
                    .toList());
        }
        store().putIfAbsent(key("other"), bytes("x"));

        assertThat(store().list(prefix + "many/").map(ObjectInfo::key)).containsExactlyElementsOf(keys);
    }

    @Test
    void deletingRemovesExistingObjectsAndIgnoresOthers() {
        store().putIfAbsent(key("d/1"), bytes("x"));
        store().putIfAbsent(key("d/2"), bytes("x"));

        store().delete(List.of(key("d/1"), key("d/never")));

        assertThat(store().list(prefix).map(ObjectInfo::key)).containsExactly(key("d/2"));
    }

    @Test
    void aReplacementNeedsTheCurrentVersion() {
        String first =
                store().replace(key("claim"), bytes("one"), Optional.empty()).orElseThrow();
        String second =
                store().replace(key("claim"), bytes("two"), Optional.of(first)).orElseThrow();

        assertThat(store().replace(key("claim"), bytes("late"), Optional.of(first)))
                .isEmpty();
        assertThat(store().replace(key("claim"), bytes("late"), Optional.empty()))
                .isEmpty();
        Versioned claim = store().read(key("claim")).orElseThrow();
        assertThat(claim.bytes()).isEqualTo(bytes("two"));
        assertThat(claim.etag()).isEqualTo(second);
    }

    @Test
    void anAbsentObjectIsNotReplaced() {
        String gone =
                store().replace(key("gone"), bytes("one"), Optional.empty()).orElseThrow();
        store().delete(List.of(key("gone")));

        assertThat(store().replace(key("gone"), bytes("two"), Optional.of(gone)))
                .isEmpty();
        assertThat(store().read(key("gone"))).isEmpty();
    }

    @Test
    void aRaceToReplaceHasOneWinner() throws Exception {
        for (int round = 0; round < 5; round++) {
            ObjectKey claim = key("contested-" + round);
            String seen =
                    store().replace(claim, bytes("free"), Optional.empty()).orElseThrow();

            List<Optional<String>> outcomes =
                    race(number -> () -> store().replace(claim, bytes("taken by " + number), Optional.of(seen)));

            assertThat(outcomes).filteredOn(Optional::isPresent).hasSize(1);
            assertThat(store().read(claim).map(Versioned::etag))
                    .isEqualTo(outcomes.stream().flatMap(Optional::stream).findFirst());
        }
    }

    interface Racer<T> {
        Callable<T> number(int number);
    }

    static <T> List<T> race(Racer<T> racers) throws Exception {
        CyclicBarrier start = new CyclicBarrier(RACERS);
        try (ExecutorService threads = Executors.newFixedThreadPool(RACERS)) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < RACERS; i++) {
                Callable<T> racer = racers.number(i);
                futures.add(threads.submit(() -> {
                    start.await();
                    return racer.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }

    protected final ObjectKey key(String name) {
        return new ObjectKey(prefix + name);
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
