package io.wellstream.ingest.flow;

import com.google.protobuf.InvalidProtocolBufferException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.ingest.job.JobRecords;
import io.wellstream.ingest.source.SourceLimits;
import io.wellstream.ingest.source.Sources;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.IngestRequested;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.kafka.InMemoryTable;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.DatasetFilter;
import io.wellstream.wire.store.InMemoryObjectStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The ingest flow with a store and a table in memory, which keep their contents between runs. */
public final class InMemoryIngest {
    public static final DatasetId DATASET = new DatasetId("small");

    private static final Sources EVERYWHERE = new Sources(List.of(Path.of("/")), SourceLimits.DEFAULT);

    public final InMemoryObjectStore store = new InMemoryObjectStore();
    private final InMemoryTable<WellIngested> wells = new InMemoryTable<>();
    private final InMemoryTable<IngestFinished> ends = new InMemoryTable<>();
    private final InMemoryTable<IngestRequested> requests = new InMemoryTable<>();
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public synchronized Future<RecordMetadata> send(
                        ProducerRecord<byte[], byte[]> sent, Callback callback) {
                    if (sent.topic().equals(Topics.WELLS.name())) {
                        String key = new String(sent.key(), StandardCharsets.UTF_8);
                        if (sent.value() == null) {
                            wells.remove(key);
                        } else {
                            wells.put(key, parse(sent.value()));
                        }
                    }
                    if (sent.topic().equals(Topics.INGESTS.name())) {
                        end(new String(sent.key(), StandardCharsets.UTF_8), sent.value());
                    }
                    if (sent.topic().equals(Topics.INGEST_JOBS.name())) {
                        request(new String(sent.key(), StandardCharsets.UTF_8), sent.value());
                    }
                    return super.send(sent, callback);
                }
            };
    private IngestProgress progress = new IngestProgress();

    /** The data sets that are ingested. */
    public DatasetFilter datasets = DatasetFilter.ALL;

    public IngestFinished run(String job, Path source) {
        return run(new IngestJob(job, DATASET, source, IngestJob.Shard.WHOLE, false), () -> false);
    }

    IngestFinished run(IngestJob job, BooleanSupplier stop) {
        progress = new IngestProgress();
        try {
            return flow(new IngestMeters(new SimpleMeterRegistry())).run(job, progress, stop);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A flow that ingests one well at a time, so that a test can stop it between two. */
    public IngestFlow flow(IngestMeters meters) {
        return new IngestFlow(
                store,
                new MessageSender(producer),
                new IngestTables(wells, ends, datasets),
                EVERYWHERE,
                meters,
                new IngestFlow.Limits(2, 4, 1));
    }

    /** The records of requested jobs that a service of this name keeps. */
    public JobRecords records(String service) {
        return new JobRecords(requests, new MessageSender(producer), service);
    }

    /** The requests for jobs that have not ended, by key. */
    public Map<String, IngestRequested> requests() {
        return requests.under("");
    }

    /** The progress of the latest run. */
    IngestProgress progress() {
        return progress;
    }

    /** The latest record of each well, by key. */
    public Map<String, WellIngested> wells() {
        return wells.under("");
    }

    /** How many records have been sent to the table of wells. */
    public long wellsSent() {
        return producer.history().stream()
                .filter(sent -> sent.topic().equals(Topics.WELLS.name()))
                .count();
    }

    /** Loses every event, like a broker that lost its disk. */
    void forgetEvents() {
        producer.clear();
        wells.under("").keySet().forEach(wells::remove);
        ends.under("").keySet().forEach(ends::remove);
    }

    private void request(String key, byte @Nullable [] value) {
        if (value == null) {
            requests.remove(key);
            return;
        }
        try {
            requests.put(key, IngestRequested.parseFrom(value));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private void end(String key, byte[] value) {
        try {
            ends.put(key, IngestFinished.parseFrom(value));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static WellIngested parse(byte[] bytes) {
        try {
            return WellIngested.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
