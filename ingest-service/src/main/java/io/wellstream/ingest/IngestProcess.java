package io.wellstream.ingest;

import io.wellstream.ingest.flow.IngestFlow;
import io.wellstream.ingest.flow.IngestMeters;
import io.wellstream.ingest.flow.IngestTables;
import io.wellstream.ingest.job.IngestJobs;
import io.wellstream.ingest.job.JobRecords;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.IngestRequested;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.kafka.Kept;
import io.wellstream.wire.kafka.LatestByKey;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.Table;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.StoreConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The parts of a running ingest service: store, sender, tables and jobs, which start and stop together. */
public final class IngestProcess implements AutoCloseable {
    private final ObjectStore store;
    private final MessageSender sender;
    private final LatestByKey<WellIngested> wells;
    private final LatestByKey<IngestFinished> ingests;
    private final LatestByKey<IngestRequested> requests;
    private final IngestJobs jobs;

    private IngestProcess(
            ObjectStore store,
            MessageSender sender,
            LatestByKey<WellIngested> wells,
            LatestByKey<IngestFinished> ingests,
            LatestByKey<IngestRequested> requests,
            IngestJobs jobs) {
        this.store = store;
        this.sender = sender;
        this.wells = wells;
        this.ingests = ingests;
        this.requests = requests;
        this.jobs = jobs;
    }

    /**
     * Creates the parts and starts none of them.
     *
     * @param kept the wells that are kept, and where
     * @param onFatal receives an error after which the process cannot continue
     */
    public static IngestProcess wire(
            KafkaConfig kafka,
            StoreConfig storage,
            Kept kept,
            IngestConfig config,
            IngestMeters meters,
            Consumer<Throwable> onFatal) {
        ObjectStore store = ObjectStore.connect(storage);
        MessageSender sender = new MessageSender(kafka);
        LatestByKey<WellIngested> wells = LatestByKey.of(kafka, Topics.WELLS, kept, onFatal);
        LatestByKey<IngestFinished> ingests = new LatestByKey<>(kafka, Topics.INGESTS, onFatal);
        LatestByKey<IngestRequested> requests = new LatestByKey<>(kafka, Topics.INGEST_JOBS, onFatal);
        IngestFlow flow = new IngestFlow(
                store,
                sender,
                new IngestTables(wells, ingests, config.filter()),
                ConfiguredSources.of(config, storage),
                meters,
                config.limits());
        JobRecords records = new JobRecords(requests, sender, config.name());
        IngestJobs jobs = new IngestJobs(flow, meters, ingests, records, config.queue(), onFatal);
        return new IngestProcess(store, sender, wells, ingests, requests, jobs);
    }

    /** Reads the tables, however long that takes, and then starts to run jobs. */
    public void start() throws InterruptedException {
        wells.start();
        ingests.start();
        requests.start();
        wells.awaitCaughtUp();
        ingests.awaitCaughtUp();
        requests.awaitCaughtUp();
        jobs.start();
    }

    public IngestJobs jobs() {
        return jobs;
    }

    /** The records of all wells. */
    public Table<WellIngested> wells() {
        return wells;
    }

    /** The final events of all jobs. */
    public Table<IngestFinished> ingests() {
        return ingests;
    }

    /** What must be ready before jobs can run, and is not. */
    public List<String> waitingFor() {
        List<String> lacking = new ArrayList<>();
        wells.lacking().ifPresent(lacking::add);
        if (!ingests.isCaughtUp()) {
            lacking.add("topic ingests");
        }
        if (!requests.isCaughtUp()) {
            lacking.add("topic ingest-jobs");
        }
        if (!jobs.isAlive()) {
            lacking.add("the job thread");
        }
        return lacking;
    }

    /** The object store. */
    public ObjectStore store() {
        return store;
    }

    @Override
    public void close() {
        jobs.close();
        sender.close();
        wells.close();
        ingests.close();
        requests.close();
        store.close();
    }
}
