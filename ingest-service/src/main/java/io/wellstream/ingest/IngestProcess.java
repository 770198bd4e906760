package io.wellstream.ingest;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.ingest.flow.IngestFlow;
import io.wellstream.ingest.flow.IngestMeters;
import io.wellstream.ingest.job.IngestJobs;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.kafka.LatestByKey;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.StoreConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The service put together: store, sender, tables, flow and jobs, started and stopped as one. */
public final class IngestProcess implements AutoCloseable {
    private final ObjectStore store;
    private final MessageSender sender;
    private final LatestByKey<WellIngested> wells;
    private final LatestByKey<IngestFinished> ingests;
    private final IngestJobs jobs;

    private IngestProcess(
            ObjectStore store,
            MessageSender sender,
            LatestByKey<WellIngested> wells,
            LatestByKey<IngestFinished> ingests,
            IngestJobs jobs) {
        this.store = store;
        this.sender = sender;
        this.wells = wells;
        this.ingests = ingests;
        this.jobs = jobs;
    }

    /** Puts the service together; nothing runs yet. */
    public static IngestProcess wire(
            KafkaConfig kafka,
            StoreConfig storage,
            IngestConfig config,
            IngestMeters meters,
            Consumer<Throwable> onFatal) {
        ObjectStore store = ObjectStore.connect(storage);
        MessageSender sender = new MessageSender(kafka);
        LatestByKey<WellIngested> wells = new LatestByKey<>(kafka, Topics.WELLS, onFatal);
        LatestByKey<IngestFinished> ingests = new LatestByKey<>(kafka, Topics.INGESTS, onFatal);
        IngestFlow flow = new IngestFlow(
                store, sender, dataset -> wellsOf(wells, dataset), config.sources(), meters, config.limits());
        IngestJobs jobs = new IngestJobs(flow, meters, () -> ingests.snapshot(key -> true), config.queue());
        return new IngestProcess(store, sender, wells, ingests, jobs);
    }

    private static Map<String, WellIngested> wellsOf(LatestByKey<WellIngested> wells, DatasetId dataset) {
        return wells.snapshot(key -> key.startsWith(MessageKeys.dataset(dataset)));
    }

    /** Reads the tables, however long that takes, then lets jobs run. */
    public void start() throws InterruptedException {
        wells.start();
        ingests.start();
        wells.awaitCaughtUp();
        ingests.awaitCaughtUp();
        jobs.start();
    }

    public IngestJobs jobs() {
        return jobs;
    }

    /** The records of a data set's wells, by key. */
    public Map<String, WellIngested> wells(DatasetId dataset) {
        return wellsOf(wells, dataset);
    }

    /** The ends of a data set's jobs, by key. */
    public Map<String, IngestFinished> ingests(DatasetId dataset) {
        return ingests.snapshot(key -> key.startsWith(MessageKeys.dataset(dataset)));
    }

    /** What keeps a job asked for now from running; empty when it would run. */
    public List<String> waitingFor() {
        List<String> lacking = new ArrayList<>();
        if (!wells.isCaughtUp()) {
            lacking.add("topic wells");
        }
        if (!ingests.isCaughtUp()) {
            lacking.add("topic ingests");
        }
        if (!jobs.isAlive()) {
            lacking.add("the job thread");
        }
        return lacking;
    }

    @Override
    public void close() {
        jobs.close();
        sender.close();
        wells.close();
        ingests.close();
        store.close();
    }
}
