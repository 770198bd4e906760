package io.wellstream.augment;

import com.google.protobuf.ByteString;
import io.wellstream.augment.AugmentMeters.Outcome;
import io.wellstream.imaging.augment.AugmentationPolicy;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.illumination.Illumination;
import io.wellstream.proto.v1.BatchDone;
import io.wellstream.proto.v1.BatchFailure;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunPublication;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.wire.RejectedException;
import io.wellstream.wire.kafka.Handler;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.store.CorruptObjectException;
import io.wellstream.wire.store.MissingObjectException;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.StoreFullException;
import io.wellstream.wire.store.StoreUnavailableException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests for batches. A request is handled only while its run needs it. The batch is an object at a key computed from
 * the request, so handling it twice, here or elsewhere, has the same effect. The answer is sent after the object is durable; an object
 * that another worker has put is read and checked before it is the answer. It is for several threads.
 */
final class AugmentWorker implements Handler<BatchRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(AugmentWorker.class);
    private static final int LARGE = 16 << 20;

    private final String name;
    private final Function<String, Optional<RunRecord>> runs;
    private final ObjectStore store;
    private final BatchMaker maker;
    private final MessageSender sender;
    private final AugmentMeters meters;
    private final ReentrantLock making = new ReentrantLock(true);

    /**
     * @param name of this worker, in its answers
     * @param runs the latest record of a run
     */
    AugmentWorker(
            String name,
            Function<String, Optional<RunRecord>> runs,
            ObjectStore store,
            BatchMaker maker,
            MessageSender sender,
            AugmentMeters meters) {
        this.name = name;
        this.runs = runs;
        this.store = store;
        this.maker = maker;
        this.sender = sender;
        this.meters = meters;
    }

    @Override
    public void handle(BatchRequest request) throws InterruptedException {
        if (isOver(request)) {
            meters.took(Outcome.DROPPED);
            return;
        }
        long start = System.nanoTime();
        BatchDone.Builder answer = BatchDone.newBuilder()
                .setRun(request.getRun())
                .setAttempt(request.getAttempt())
                .setPhase(request.getPhase())
                .setEpoch(request.getEpoch())
                .setIndex(request.getIndex())
                .setWorker(name);
        Optional<String> unknown = unknown(request);
        try {
            if (unknown.isPresent()) {
                meters.took(Outcome.REFUSED);
                answer.setFailed(
                        BatchFailure.newBuilder().setReason(unknown.get()).setRetryable(true));
            } else {
                answer.setReady(batch(request, start));
            }
        } catch (StoreFullException e) {
            meters.took(Outcome.POSTPONED);
            answer.setWaitingFor(e.awaited());
        } catch (RejectedException e) {
            meters.took(Outcome.REJECTED);
            send(answer.setFailed(failure(e)), start);
            throw e; // to the dead letters
        }
        send(answer, start);
    }

    /** Whether no answer is needed: the run has ended for good, or a later attempt requests its own batches. */
    private boolean isOver(BatchRequest request) {
        return runs.apply(request.getRun())
                .map(run -> switch (run.getStateCase()) {
                    case FINISHED, FAILED, CANCELLED -> !isToBePublished(run.getPublication());
                    case STARTED -> run.getStarted().getAttempt() > request.getAttempt();
                    case REQUESTED, STATE_NOT_SET -> false;
                })
                .orElse(false);
    }

    /** Whether a trainer evaluates a checkpoint of the run, to publish it. */
    private static boolean isToBePublished(RunPublication publication) {
        return publication.getStep() > 0
                && publication.getModel().isEmpty()
                && publication.getFailure().isEmpty();
    }

    /** What in the request this worker is too old for; a newer worker may handle it. */
    private static Optional<String> unknown(BatchRequest request) {
        int version = request.getKernelVersion();
        if (Batch.depth(version).isEmpty()) {
            return Optional.of("kernel version " + version + "; this worker has " + Batch.KERNEL_VERSION + ", "
                    + Batch.SIXTEEN_BIT_KERNEL_VERSION + ", " + Illumination.KERNEL_VERSION + " and "
                    + Illumination.SIXTEEN_BIT_KERNEL_VERSION);
        }
        try {
            AugmentationPolicy.named(request.getAugmentation());
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private ObjectRef batch(BatchRequest request, long start) throws InterruptedException {
        ObjectKey key = keyOf(request);
        Optional<ObjectRef> found = find(key).filter(this::isWhole);
        if (found.isPresent()) {
            meters.took(Outcome.FOUND);
            return found.get();
        }
        ObjectRef made = make(key, request);
        meters.took(Outcome.MADE);
        meters.made(Duration.ofNanos(System.nanoTime() - start), request.getSamplesCount());
        return made;
    }

    /** Makes one batch at a time. While it is stored, the next one is made, unless two would need much memory. */
    private ObjectRef make(ObjectKey key, BatchRequest request) throws InterruptedException {
        byte[] batch;
        making.lockInterruptibly();
        try {
            batch = maker.make(request);
            if (batch.length > LARGE) {
                return store.putIfAbsent(key, batch).ref();
            }
        } finally {
            making.unlock();
        }
        return store.putIfAbsent(key, batch).ref();
    }

    private static ObjectKey keyOf(BatchRequest request) {
        try {
            return ObjectKeys.batch(request);
        } catch (IllegalArgumentException e) {
            throw new RejectedException("batch " + request.getIndex() + ": " + e.getMessage(), e);
        }
    }

    /** The batch that another worker has put, if the store knows its digest. */
    private Optional<ObjectRef> find(ObjectKey key) {
        return store.stat(key).flatMap(info -> info.sha256().map(sha256 -> ObjectRef.newBuilder()
                .setKey(key.path())
                .setSize(info.size())
                .setSha256(ByteString.copyFrom(HexFormat.of().parseHex(sha256)))
                .build()));
    }

    /**
     * Whether the store returns the batch as it was put. If it is damaged, it is deleted, and can be made again. A store that finds
     * the damage itself answers with errors for this object alone, as if it were away.
     */
    private boolean isWhole(ObjectRef found) {
        try {
            return store.get(found).length == found.getSize();
        } catch (MissingObjectException e) {
            return false; // its run has just deleted it
        } catch (CorruptObjectException | StoreUnavailableException e) {
            ObjectKey key = ObjectKey.of(found);
            if (store.stat(key).isPresent()) { // not an outage: the store answers
                LOG.warn("a batch is damaged in the store and is made again reason=\"{}\"", e.getMessage());
                store.delete(List.of(key));
            }
            return false;
        }
    }

    private static BatchFailure failure(RejectedException e) {
        BatchFailure.Builder failure = BatchFailure.newBuilder()
                .setReason(String.valueOf(e.getMessage()))
                .setSite(e.site())
                .setRetryable(false);
        e.well().ifPresent(failure::setWell);
        return failure.build();
    }

    private void send(BatchDone.Builder answer, long start) {
        answer.setWorkMillis(Duration.ofNanos(System.nanoTime() - start).toMillis());
        sender.sendAndWait(Topics.BATCHES, answer.getRun(), answer.build());
    }
}
