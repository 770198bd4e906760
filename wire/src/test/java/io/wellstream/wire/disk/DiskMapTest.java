package io.wellstream.wire.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskMapTest {
    private final Path folder;

    DiskMapTest(@TempDir Path folder) {
        this.folder = folder.resolve("wells");
    }

    @Test
    void aPrefixSelectsEntriesInTheOrderOfTheirKeys() {
        try (DiskMap map = DiskMap.open(folder)) {
            map.write(puts("b/2", "b/1", "a", "c", "b"));

            assertThat(keys(map, "b/")).containsExactly("b/1", "b/2");
            assertThat(keys(map, "b")).containsExactly("b", "b/1", "b/2");
            assertThat(keys(map, "d")).isEmpty();
            assertThat(text(map.get(bytes("a")))).isEqualTo("value of a");
            assertThat(map.get(bytes("d"))).isNull();
        }
    }

    @Test
    void aKeyAndAllKeysOfAPrefixCanBeRemoved() {
        try (DiskMap map = DiskMap.open(folder)) {
            map.write(puts("a", "b/1", "b/2", "c"));

            map.write(
                    Map.of(new Bytes(bytes("a")), new Change.Remove(), new Bytes(bytes("b/")), new Change.RemoveAll()));

            assertThat(keys(map, "a")).isEmpty();
            assertThat(keys(map, "b")).isEmpty();
            assertThat(keys(map, "c")).containsExactly("c");
        }
    }

    @Test
    void whatWasWrittenIsThereWhenTheFolderIsOpenedAgain() {
        try (DiskMap map = DiskMap.open(folder)) {
            map.write(puts("a"));
        }
        try (DiskMap map = DiskMap.open(folder)) {
            assertThat(text(map.get(bytes("a")))).isEqualTo("value of a");

            map.clear();
            assertThat(map.get(bytes("a"))).isNull();
        }
    }

    @Test
    void twoDoNotShareAFolder() {
        try (DiskMap map = DiskMap.open(folder)) {
            assertThatThrownBy(() -> DiskMap.open(folder))
                    .isInstanceOf(FolderInUseException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("give each service and each replica its own table folder");
            assertThat(map.get(bytes("a"))).isNull();
        }
    }

    @Test
    void nothingIsWrittenToAFullDiskAndReadingGoesOn() {
        AtomicLong free = new AtomicLong(DiskMap.LEAST_FREE);
        try (DiskMap map = DiskMap.open(folder, path -> free.get())) {
            map.write(puts("a"));
            free.set(DiskMap.LEAST_FREE - 1);

            assertThatThrownBy(() -> map.write(puts("b")))
                    .isInstanceOfSatisfying(FolderFullException.class, full -> assertThat(full.awaited())
                            .isEqualTo("space on the disk of " + folder))
                    .hasMessageContaining("127 MB left; expected at least 128 MB");
            assertThat(keys(map, "a")).containsExactly("a");
            assertThat(map.get(bytes("b"))).isNull();

            free.set(DiskMap.LEAST_FREE);
            map.write(puts("b"));
            assertThat(keys(map, "b")).containsExactly("b");
        }
    }

    @Test
    void aDamagedFolderSaysSoAndIsEmptyWhenItIsOpenedAgain() throws IOException {
        try (DiskMap map = DiskMap.open(folder)) {
            map.write(puts("a", "b", "c"));
        }
        for (Path file : tables()) {
            try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                bytes.seek(10);
                bytes.write(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
            }
        }
        try (DiskMap map = DiskMap.open(folder)) {
            assertThatThrownBy(() -> map.get(bytes("a")))
                    .isInstanceOf(FolderDamagedException.class)
                    .hasMessageContaining("restart the service");
        }
        try (DiskMap map = DiskMap.open(folder)) {
            assertThat(map.get(bytes("a"))).isNull();
            map.write(puts("a"));
            assertThat(keys(map, "a")).containsExactly("a");
        }
    }

    @Test
    void aFolderThatCannotBeOpenedIsEmptied() throws IOException {
        try (DiskMap map = DiskMap.open(folder)) {
            map.write(puts("a"));
        }
        Files.writeString(folder.resolve("data/CURRENT"), "nothing");

        try (DiskMap map = DiskMap.open(folder)) {
            assertThat(map.get(bytes("a"))).isNull();
        }
    }

    private List<Path> tables() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("data"))) {
            return files.filter(file -> file.toString().endsWith(".sst")).toList();
        }
    }

    private static Map<Bytes, Change> puts(String... keys) {
        Map<Bytes, Change> changes = new LinkedHashMap<>();
        for (String key : keys) {
            changes.put(new Bytes(bytes(key)), new Change.Put(bytes("value of " + key)));
        }
        return changes;
    }

    private static List<String> keys(DiskMap map, String prefix) {
        List<String> keys = new ArrayList<>();
        map.scan(bytes(prefix), (key, value) -> keys.add(text(key)));
        return keys;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
