package io.wellstream.wire.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.disk.DiskMap;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table on disk whose process is killed while it writes: what is there afterwards is what was written up to the stored position. */
class KilledTableTest {
    private static final Uuid TOPIC_ID = new Uuid(1, 2);
    private static final int KEYS = 5_000;
    private static final long KILLED_AFTER = 45_000; // several times what a buffer of 16 MB holds
    private static final int PADDING = 1_000;

    @Test
    void entriesAndPositionAgreeAfterKills(@TempDir Path folder) throws Exception {
        long before = -1;
        for (int kill = 0; kill < 3; kill++) {
            killWhileItWrites(folder);

            long position = position(folder);
            assertThat(position).isGreaterThan(before);
            before = position;
        }
    }

    private static void killWhileItWrites(Path folder) throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledTableTest.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = writer.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).isEqualTo("has written");
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    /** Checks the entries against the position, and returns it. */
    private static long position(Path folder) {
        try (DiskEntries<WellIngested> entries = entries(folder)) {
            Position position = Objects.requireNonNull(
                    entries.resume(TOPIC_ID, System.currentTimeMillis()).get(0));
            assertThat(position.leaderEpoch()).contains(7);
            long last = position.offset() - 1;
            for (int key = 0; key < KEYS; key++) {
                long written = last - Math.floorMod(last - key, KEYS);
                assertThat(entries.get(key(key)).map(WellIngested::getLabel))
                        .as("key %s at position %s", key, position.offset())
                        .isEqualTo(written < 0 ? Optional.empty() : Optional.of(String.valueOf(written)));
            }
            return position.offset();
        }
    }

    /** Writes, one record per commit, until it is killed. */
    public static void main(String[] folder) {
        DiskEntries<WellIngested> entries = entries(Path.of(folder[0]));
        Position from = entries.resume(TOPIC_ID, System.currentTimeMillis()).get(0);
        long first = from == null ? 0 : from.offset();
        for (long offset = first; true; offset++) {
            WellIngested well = FollowedTopic.well(key(offset), String.valueOf(offset)).toBuilder()
                    .setIdCode(noise(offset))
                    .build();
            entries.put(key(offset), well, well.toByteArray());
            entries.commit(Map.of(0, new Position(offset + 1, Optional.of(7))));
            if (offset == first + KILLED_AFTER) {
                System.out.println("has written");
            }
        }
    }

    private static DiskEntries<WellIngested> entries(Path folder) {
        Kept kept = new Kept(Set.of(), Optional.of(folder));
        return new DiskEntries<>(FollowedTopic.TOPIC, kept, DiskMap.open(folder));
    }

    private static String key(long offset) {
        return "d/e" + offset % KEYS % 7 + "/" + offset % KEYS;
    }

    /** Text that does not compress. */
    private static String noise(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder(PADDING);
        for (int i = 0; i < PADDING; i++) {
            text.append((char) random.nextInt(' ', 127));
        }
        return text.toString();
    }
}
