package io.wellstream.scorer;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.Target;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.ScorerMeters;
import io.wellstream.scorer.evaluation.ControlGauges;
import io.wellstream.scorer.inference.InferencePool;
import io.wellstream.scorer.model.Device;
import io.wellstream.wire.kafka.SimulatedTable;
import io.wellstream.wire.keys.WellKeys;
import io.wellstream.wire.wells.WellCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Memory, start and calls of a scorer whose table has many wells; it prints a row of the table in docs/capacity.md. The properties
 * {@code tables.wells}, {@code tables.datasets}, {@code tables.folder} and {@code tables.memory=true} choose the size, how many data
 * sets there are, an existing folder whose table is used as it is, and a table in memory.
 */
@Tag("long")
class TableSizeTest {
    private static final long WELLS = Long.getLong("tables.wells", 60_000);
    private static final int DATASETS = Integer.getInteger("tables.datasets", 1);
    private static final int CALLS = 2_000;
    private static final WellId CHANGED = WellId.of("HUVEC-01", 1, "B03");

    private final Path folder;
    private final ScreenFixture screen = new ScreenFixture();

    TableSizeTest(@TempDir Path temporary) {
        this.folder = Path.of(System.getProperty("tables.folder", temporary.toString()));
    }

    @Test
    void aScorerAnswersFromATableLargerThanItsMemory() throws IOException {
        boolean inMemory = Boolean.getBoolean("tables.memory");
        long before = heap();
        try (SimulatedTable table = inMemory ? loaded(SimulatedTable.inMemory(), before) : reopened(before);
                Scorer scorer = scorer(table)) {
            counts(table, before);
            calls(scorer, before);
            readings(table, before);
            System.out.printf("disk_mb=%d%n", size(folder) / 1_000_000);
            assertThat(inMemory || heap() - before < 100_000_000).isTrue();
        }
        screen.close();
    }

    private Scorer scorer(SimulatedTable table) {
        InferencePool.Batching batching = new InferencePool.Batching(1, 32, Duration.ofMillis(2), 1_024, 64L << 20);
        return new Scorer(
                new ScorerTables(table.table(), screen.ingests, screen.models, screen.servings),
                screen.store,
                new Scorer.Limits(8, 4, 64L << 20, batching, Device.CPU),
                new ScorerMeters(screen.registry),
                new ControlGauges(screen.registry));
    }

    private SimulatedTable loaded(SimulatedTable table, long before) {
        long began = System.nanoTime();
        table.receive(WELLS, DATASETS);
        table.receive(realWells(), 0);
        row("loaded", began, before);
        return table;
    }

    /** The table as a service finds it when it starts again. */
    private SimulatedTable reopened(long before) throws IOException {
        Path wells = folder.resolve("wells");
        if (!Files.exists(folder.resolve("complete"))) {
            SimulatedTable table = loaded(SimulatedTable.onDisk(wells), before);
            long began = System.nanoTime();
            table.close();
            row("closed", began, before);
            Files.writeString(folder.resolve("complete"), "");
        }
        long began = System.nanoTime();
        SimulatedTable table = SimulatedTable.onDisk(wells);
        row("opened", began, before);
        return table;
    }

    /** An experiment whose sites are in the store. */
    private List<WellIngested> realWells() {
        List<WellIngested> wells = new ArrayList<>();
        for (int i = 0; i < SimulatedTable.WELLS_PER_EXPERIMENT; i++) {
            String at = String.valueOf((char) ('B' + i % 308 / 22)) + String.format("%02d", 2 + i % 22);
            wells.add(screen.trainWell(
                    WellId.of("HUVEC-01", 1 + i / 308, at), i % 2 == 0 ? "a" : "b", new int[] {i % 200, 9}));
        }
        return wells;
    }

    private void counts(SimulatedTable table, long before) {
        WellCounts counts = new WellCounts(table.table());
        long began = System.nanoTime();
        assertThat(counts.of(ScreenFixture.SCREEN).isEmpty()).isFalse();
        row("counted first", began, before);
        table.receive(List.of(screen.trainWell(CHANGED, "a", new int[] {1, 9})), 0);
        began = System.nanoTime();
        assertThat(counts.of(ScreenFixture.SCREEN).wells("HUVEC-01")).isEqualTo(1232);
        row("counted after a change", began, before);
        began = System.nanoTime();
        assertThat(new WellCounts(table.table()).of(ScreenFixture.SCREEN).isEmpty())
                .isFalse();
        row("counted by another", began, before);
    }

    private void calls(Scorer scorer, long before) {
        realWells(); // their sites are in the store
        screen.serve(screen.publish(
                "served",
                ScreenFixture.card("HUVEC", "a", "b", "control-10")
                        .setTarget(Target.TARGET_TREATMENT_AND_CONTROL)
                        .setInput(ScreenFixture.card("HUVEC").getInput().toBuilder()
                                .setNormalization("experiment")),
                ScreenFixture.noWeights(3),
                1,
                0,
                0));
        long[] nanos = new long[CALLS];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = -200; i < CALLS; i++) { // the first ones warm up
            String at =
                    String.valueOf((char) ('B' + random.nextInt(14))) + String.format("%02d", 2 + random.nextInt(22));
            PredictRequest request = PredictRequest.newBuilder()
                    .setDataset("screen")
                    .setTarget(Target.TARGET_TREATMENT_AND_CONTROL)
                    .addWells(WellKeys.of(WellId.of("HUVEC-01", 1 + random.nextInt(4), at)))
                    .build();
            long began = System.nanoTime();
            assertThat(scorer.predict(request, Call.unlimited()).getPredictionsCount())
                    .isEqualTo(1);
            if (i >= 0) {
                nanos[i] = System.nanoTime() - began;
            }
        }
        quantiles("Predict", nanos, before);
    }

    private void readings(SimulatedTable table, long before) {
        SplittableRandom random = new SplittableRandom(2);
        long perDataset = WELLS / 12 * 12 / DATASETS;
        long[] wells = new long[CALLS];
        for (int i = 0; i < CALLS; i++) {
            String key = SimulatedTable.key("screen", random.nextLong(perDataset));
            long began = System.nanoTime();
            assertThat(table.table().get(key)).isPresent();
            wells[i] = System.nanoTime() - began;
        }
        quantiles("a well", wells, before);
        long[] experiments = new long[100];
        for (int i = 0; i < experiments.length; i++) {
            String key = SimulatedTable.key("screen", random.nextLong(perDataset / 1232) * 1232);
            long began = System.nanoTime();
            int[] read = {0};
            table.table()
                    .scan(key.substring(0, key.lastIndexOf('/', key.lastIndexOf('/') - 1) + 1), (k, well) -> read[0]++);
            experiments[i] = System.nanoTime() - began;
            assertThat(read[0]).isEqualTo(1232);
        }
        quantiles("an experiment", experiments, before);
    }

    private static void quantiles(String what, long[] nanos, long before) {
        Arrays.sort(nanos);
        System.out.printf(
                "wells=%d datasets=%d %s p50_us=%.0f p99_us=%.0f %s%n",
                WELLS,
                DATASETS,
                what,
                nanos[nanos.length / 2] / 1e3,
                nanos[nanos.length * 99 / 100] / 1e3,
                memory(before));
    }

    private static void row(String what, long began, long before) {
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf("wells=%d datasets=%d %s s=%.3f %s%n", WELLS, DATASETS, what, seconds, memory(before));
    }

    private static String memory(long before) {
        return String.format("heap_mb=%.1f process:%s", (heap() - before) / 1e6, resident());
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static String resident() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS") || line.startsWith("RssAnon"))
                    .map(line -> line.replaceAll("\\s+", ""))
                    .collect(Collectors.joining(" "));
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
