package io.wellstream.ingest.job;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.ingest.flow.IngestJob;
import io.wellstream.proto.v1.IngestRequested;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.Table;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.MessageKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * The jobs that this service was asked for and has not finished, in the table {@code ingest-jobs}, so that it continues them after a
 * restart. A job that has finished is removed: its final event says the rest. Of those that failed, the latest hundred are kept.
 */
public final class JobRecords {
    static final int FAILED_KEPT = 100;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Table<IngestRequested> table;
    private final MessageSender sender;
    private final String service;

    /** @param service the name of this service; services with different names do not continue each other's jobs */
    public JobRecords(Table<IngestRequested> table, MessageSender sender, String service) {
        this.table = table;
        this.sender = sender;
        this.service = service;
    }

    /** Those of this service that were queued or running, in the order of their requests. */
    List<IngestRequested> open() {
        return mine().stream().filter(record -> record.getFailure().isEmpty()).toList();
    }

    /** Those of this service that failed, in the order of their requests. */
    List<IngestRequested> failed() {
        return mine().stream().filter(record -> !record.getFailure().isEmpty()).toList();
    }

    /** One that has not finished, of any service. */
    Optional<IngestRequested> find(String job, int shard) {
        return table.get(MessageKeys.ingestJob(job, shard));
    }

    /** One that failed, of any service. */
    Optional<IngestRequested> failed(String job, int shard) {
        return find(job, shard).filter(record -> !record.getFailure().isEmpty());
    }

    /**
     * Records a request; it is durable when this returns.
     *
     * @throws KafkaException if the broker does not take it soon: the request is refused
     */
    void requested(RunningJob job) {
        IngestRequested record = record(job).build();
        CompletableFuture<Void> sent = sender.send(Topics.INGEST_JOBS, key(record), record);
        try {
            sent.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("the request was not recorded within " + LIMIT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Records why a job failed, and removes the oldest failed ones beyond {@link #FAILED_KEPT}. */
    void failed(RunningJob job, String why) {
        write(record(job).setFailure(why).build());
        List<IngestRequested> failed = failed();
        failed.subList(0, Math.max(0, failed.size() - FAILED_KEPT)).forEach(old -> remove(key(old)));
    }

    void finished(IngestJob job) {
        remove(MessageKeys.ingestJob(job.id(), job.shard().number()));
    }

    static IngestJob job(IngestRequested record) {
        return new IngestJob(
                record.getJob(),
                new DatasetId(record.getDataset()),
                Path.of(record.getSource()),
                new IngestJob.Shard(record.getShard(), record.getShards()),
                record.getVerify(),
                record.getKeepGone());
    }

    private List<IngestRequested> mine() {
        return table.under("").values().stream()
                .filter(record -> record.getService().equals(service))
                .sorted(Comparator.comparingLong(IngestRequested::getRequestedAtMs))
                .toList();
    }

    private IngestRequested.Builder record(RunningJob running) {
        IngestJob job = running.job();
        return IngestRequested.newBuilder()
                .setJob(job.id())
                .setDataset(job.dataset().name())
                .setSource(job.source().toString())
                .setShard(job.shard().number())
                .setShards(job.shard().of())
                .setVerify(job.verify())
                .setKeepGone(job.keepGone())
                .setRequestedAtMs(running.requestedAtMs())
                .setTraceParent(running.trace())
                .setService(service);
    }

    private void write(IngestRequested record) {
        sender.sendAndWait(Topics.INGEST_JOBS, key(record), record);
    }

    private static String key(IngestRequested record) {
        return MessageKeys.ingestJob(record.getJob(), record.getShard());
    }

    private void remove(String key) {
        sender.removeAndWait(Topics.INGEST_JOBS, key);
    }
}
