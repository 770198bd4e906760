package io.wellstream.wire.kafka;

import com.google.protobuf.ByteString;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellKey;
import io.wellstream.proto.v1.WellRole;
import io.wellstream.wire.disk.DiskMap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;

/** The table of wells without a broker: simulated messages arrive as from the topic's partitions, in the order of an ingest. */
public final class SimulatedTable implements AutoCloseable {
    /** As in RxRx1: four plates of 308 wells. */
    public static final int WELLS_PER_EXPERIMENT = 1232;

    private static final int WELLS_PER_PLATE = 308;
    private static final int COLUMNS = 22;
    private static final int TREATMENTS = 1108;
    private static final int CHANNELS = 6;
    private static final int RECORDS_PER_POLL = 500;
    private static final Uuid ID = new Uuid(15, 15);

    private final LatestByKey<WellIngested> table;
    private final long[] next = new long[Topics.WELLS.partitions()];

    private SimulatedTable(Entries<WellIngested> entries) {
        LatestByKey.Connection unused = new LatestByKey.Connection(
                () -> {
                    throw new IllegalStateException("a simulated table has no broker");
                },
                topic -> ID,
                System::currentTimeMillis);
        this.table = new LatestByKey<>(Topics.WELLS, key -> true, entries, unused, failure -> {});
    }

    /** Opens the folder as a service does when it starts. */
    public static SimulatedTable onDisk(Path folder) {
        Kept kept = new Kept(Set.of(), Optional.of(folder));
        SimulatedTable opened = new SimulatedTable(new DiskEntries<>(Topics.WELLS, kept, DiskMap.open(folder)));
        opened.table
                .writer()
                .resume(System.currentTimeMillis())
                .forEach((partition, position) -> opened.next[partition] = position.offset());
        opened.table.writer().complete();
        return opened;
    }

    public static SimulatedTable inMemory() {
        SimulatedTable opened = new SimulatedTable(new HeapEntries<>());
        opened.table.writer().complete();
        return opened;
    }

    public LatestByKey<WellIngested> table() {
        return table;
    }

    /** Receives simulated wells of some data sets of equal size, {@code screen}, {@code screen-1} and so on, in turns of the partitions. */
    public void receive(long wells, int datasets) {
        int partitions = Topics.WELLS.partitions();
        long perPartition = wells / partitions;
        long perDataset = wells / datasets;
        for (long from = 0; from < perPartition; from += RECORDS_PER_POLL) {
            for (int partition = 0; partition < partitions; partition++) {
                List<WellIngested> polled = new ArrayList<>();
                for (long j = from; j < Math.min(perPartition, from + RECORDS_PER_POLL); j++) {
                    long well = j * partitions + partition;
                    long dataset = Math.min(datasets - 1, well / perDataset);
                    polled.add(well(dataset == 0 ? "screen" : "screen-" + dataset, well % perDataset, well));
                }
                receive(polled, partition);
            }
        }
    }

    /** Receives these wells, as in one poll of a partition. */
    public void receive(List<WellIngested> wells, int partition) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (WellIngested well : wells) {
            records.add(new ConsumerRecord<>(
                    Topics.WELLS.name(),
                    partition,
                    next[partition]++,
                    key(well).getBytes(StandardCharsets.UTF_8),
                    well.toByteArray()));
        }
        table.writer().take(records, Map.of(partition, new Position(next[partition], Optional.of(0))));
    }

    /** The key of a well, e.g. {@code screen/EXP-00001/1/B02}. */
    public static String key(WellIngested well) {
        WellKey key = well.getWell();
        return well.getDataset() + "/" + key.getExperiment() + "/" + key.getPlate() + "/" + key.getWell();
    }

    /** The key of the n-th well of a data set. */
    public static String key(String dataset, long number) {
        return key(WellIngested.newBuilder()
                .setDataset(dataset)
                .setWell(place(number))
                .build());
    }

    private static WellKey place(long number) {
        int inExperiment = (int) (number % WELLS_PER_EXPERIMENT);
        int at = inExperiment % WELLS_PER_PLATE;
        return WellKey.newBuilder()
                .setExperiment(String.format(Locale.ROOT, "EXP-%05d", number / WELLS_PER_EXPERIMENT))
                .setPlate(1 + inExperiment / WELLS_PER_PLATE)
                .setWell(String.format(Locale.ROOT, "%c%02d", 'B' + at / COLUMNS, 2 + at % COLUMNS))
                .build();
    }

    /** A well of the size of a real one: two sites of six channels. */
    private static WellIngested well(String dataset, long number, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean control = number % 10 == 0;
        WellIngested.Builder well = WellIngested.newBuilder()
                .setDataset(dataset)
                .setWell(place(number))
                .setCellType("HUVEC")
                .setIdCode("id-" + number)
                .setSubset(Subset.SUBSET_TRAIN)
                .setRole(control ? WellRole.WELL_ROLE_POSITIVE_CONTROL : WellRole.WELL_ROLE_TREATMENT)
                .setLabel(control ? "control-" + number % 300 / 10 : "treatment-" + number % TREATMENTS)
                .setJob("job-of-the-simulation");
        for (int site = 1; site <= 2; site++) {
            IngestedSite.Builder ingested = IngestedSite.newBuilder()
                    .setSite(site)
                    .setSize(1_572_880)
                    .setSha256(digest(random))
                    .setWidth(512)
                    .setHeight(512)
                    .setCoherence((float) random.nextDouble());
            for (int channel = 0; channel < CHANNELS; channel++) {
                ingested.addImages(IngestedImage.newBuilder()
                        .setSize(80_000 + random.nextInt(20_000))
                        .setSha256(digest(random))
                        .setMean((float) random.nextDouble() * 50)
                        .setSd((float) random.nextDouble() * 30)
                        .setMin(random.nextInt(5))
                        .setMedian(random.nextInt(50))
                        .setMax(255));
            }
            well.addSites(ingested);
        }
        return well.build();
    }

    private static ByteString digest(SplittableRandom random) {
        byte[] digest = new byte[32];
        random.nextBytes(digest);
        return ByteString.copyFrom(digest);
    }

    @Override
    public void close() {
        table.close();
    }
}
