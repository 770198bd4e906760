package io.wellstream.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.InvalidProtocolBufferException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.pixels.SiteCache;
import io.wellstream.proto.v1.BatchDone;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.Phase;
import io.wellstream.proto.v1.RunCancelled;
import io.wellstream.proto.v1.RunFailed;
import io.wellstream.proto.v1.RunFinished;
import io.wellstream.proto.v1.RunPublication;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunStarted;
import io.wellstream.wire.RejectedException;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.store.InMemoryObjectStore;
import io.wellstream.wire.store.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AugmentWorkerTest {
    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final SmallScreen screen = new SmallScreen(store);
    private final Map<String, RunRecord> runs = new ConcurrentHashMap<>();
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final List<BatchMaker> makers = new ArrayList<>();
    private final AugmentMeters meters = new AugmentMeters(new SimpleMeterRegistry());

    @AfterEach
    void stopThreads() {
        makers.forEach(BatchMaker::close);
    }

    @Test
    void aRequestIsAnsweredWithTheBatchItAsksFor() throws Exception {
        worker("a", 2).handle(screen.request().build());

        BatchDone done = onlyAnswer();
        assertThat(done.getRun()).isEqualTo("run-1");
        assertThat(done.getEpoch()).isEqualTo(3);
        assertThat(done.getIndex()).isEqualTo(7);
        assertThat(done.getWorker()).isEqualTo("a");
        Batch batch = Batch.decode(store.get(done.getReady()));
        assertThat(batch.samples()).isEqualTo(SmallScreen.SITES);
        assertThat(batch.channels()).isEqualTo(SmallScreen.CHANNELS);
        assertThat(batch.side()).isEqualTo(SmallScreen.SIDE);
        assertThat(batch.labels()).containsExactly(0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, -1);
    }

    @Test
    void theAnswerIsKeyedByItsRun() throws Exception {
        worker("a", 1).handle(screen.request().build());

        ProducerRecord<byte[], byte[]> sent = producer.history().getFirst();
        assertThat(sent.topic()).isEqualTo("batches");
        assertThat(new String(sent.key(), StandardCharsets.UTF_8)).isEqualTo("run-1");
    }

    @Test
    void oneThreadAndFourMakeTheSameBytes() throws Exception {
        byte[] one = maker(1, 1, 0).make(screen.request().build());
        byte[] four = maker(4, 8, 1 << 20).make(screen.request().build());

        assertThat(four).isEqualTo(one);
    }

    /** Other digests mean that runs train on other pixels: then the kernel version must change too. */
    @ParameterizedTest
    @CsvSource({
        "none, 8c70fc971785f671abb0f9e4880b3f2f6432a843c5ec45eadfb95f980430ea40",
        "seed-2019, 78a7857dd93cdfd83ef43bc1cfbce1f14676a843927b9809731991228ec485c7",
        "recommended, f9ef2ad768597c76f624cf3950093ab967e754646b4447858f01f2493d1743b2"
    })
    void theBytesAreThoseOfThisKernelVersion(String policy, String sha256) throws Exception {
        byte[] bytes =
                maker(2, 4, 0).make(screen.request().setAugmentation(policy).build());

        assertThat(Sha256.hexOf(bytes)).isEqualTo(sha256);
    }

    @Test
    void anotherEpochOrSeedAugmentsOtherwise() throws Exception {
        BatchMaker maker = maker(1, 4, 1 << 20);
        byte[] bytes = maker.make(screen.request().build());

        assertThat(maker.make(screen.request().setEpoch(4).build())).isNotEqualTo(bytes);
        assertThat(maker.make(screen.request().setSeed(100).build())).isNotEqualTo(bytes);
        assertThat(maker.make(screen.request()
                        .setIndex(8)
                        .setPhase(Phase.PHASE_VALIDATE)
                        .build()))
                .isEqualTo(bytes);
    }

    @Test
    void aSecondWorkerAnswersFromTheObjectThatIsThere() throws Exception {
        BatchRequest request = screen.request().build();
        worker("a", 1).handle(request);
        store.delete(List.of(SmallScreen.key(0)));

        worker("b", 1).handle(request.toBuilder().setAttempt(2).build());

        List<BatchDone> answers = answers();
        assertThat(answers).hasSize(2);
        assertThat(answers.get(1).getReady()).isEqualTo(answers.get(0).getReady());
        assertThat(answers.get(1).getAttempt()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"FINISHED", "FAILED", "CANCELLED"})
    void aRequestOfAnEndedRunIsDropped(RunRecord.StateCase state) throws Exception {
        RunRecord.Builder run = RunRecord.newBuilder();
        runs.put(
                "run-1",
                switch (state) {
                    case FINISHED ->
                        run.setFinished(RunFinished.getDefaultInstance()).build();
                    case FAILED -> run.setFailed(RunFailed.getDefaultInstance()).build();
                    default ->
                        run.setCancelled(RunCancelled.getDefaultInstance()).build();
                });

        worker("a", 1).handle(screen.request().build());

        assertThat(answers()).isEmpty();
        assertThat(store.list("small/batches/")).isEmpty();
    }

    @Test
    void aRequestOfAnEndedRunWhoseCheckpointIsToBePublishedIsAnswered() throws Exception {
        RunRecord run = RunRecord.newBuilder()
                .setFailed(RunFailed.getDefaultInstance())
                .setPublication(RunPublication.newBuilder().setStep(8))
                .build();
        runs.put("run-1", run);
        worker("a", 1).handle(screen.request().build());
        assertThat(answers()).hasSize(1);

        runs.put(
                "run-1",
                run.toBuilder()
                        .setPublication(RunPublication.newBuilder().setStep(8).setModel("run-1"))
                        .build());
        worker("a", 1).handle(screen.request().build());
        assertThat(answers()).hasSize(1);
    }

    @Test
    void aRequestOfAnOlderAttemptIsDropped() throws Exception {
        runs.put(
                "run-1",
                RunRecord.newBuilder()
                        .setStarted(RunStarted.newBuilder().setAttempt(2))
                        .build());

        worker("a", 1).handle(screen.request().setAttempt(1).build());
        worker("a", 1).handle(screen.request().setAttempt(2).build());

        assertThat(answers()).extracting(BatchDone::getAttempt).containsExactly(2);
    }

    @Test
    void aSiteThatIsNotWhatWasAskedForFailsAndNamesItsWell() {
        ObjectKey key = SmallScreen.key(5);
        byte[] bytes = store.read(key).orElseThrow().bytes();
        bytes[100] ^= 1;
        store.corrupt(key, bytes);

        RejectedException rejected = catchThrowableOfType(RejectedException.class, () -> worker("a", 2)
                .handle(screen.request().build()));

        assertThat(rejected).message().contains("HUVEC-01/1/B04/s2", "SHA-256", "ingest --verify");
        BatchDone done = onlyAnswer();
        assertThat(done.getFailed().getRetryable()).isFalse();
        assertThat(done.getFailed().getWell().getWell()).isEqualTo("B04");
        assertThat(done.getFailed().getSite()).isEqualTo(2);
        assertThat(rejected.well()).contains(done.getFailed().getWell());
    }

    @Test
    void aSiteOfOtherChannelsFailsAndNamesItsWell() {
        BatchRequest.Builder request = screen.request().setChannels(2);
        request.getSamplesBuilderList().forEach(sample -> sample.clearScale()
                .clearOffset()
                .addAllScale(List.of(1f, 1f))
                .addAllOffset(List.of(0f, 0f)));

        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> worker("a", 2).handle(request.build()))
                .withMessageContaining("it has 3 channels; the request expects 2");
        assertThat(onlyAnswer().getFailed().getWell().getWell()).isEqualTo("B02");
    }

    @Test
    void anUnknownKernelVersionIsLeftToANewerWorker() throws Exception {
        worker("a", 1).handle(screen.request().setKernelVersion(5).build());

        assertThat(onlyAnswer().getFailed().getRetryable()).isTrue();
        assertThat(onlyAnswer().getFailed().getReason()).isEqualTo("kernel version 5; this worker has 1, 2, 3 and 4");
    }

    @Test
    void anUnknownAugmentationIsLeftToANewerWorker() throws Exception {
        worker("a", 1).handle(screen.request().setAugmentation("cutmix-2030").build());

        assertThat(onlyAnswer().getFailed().getRetryable()).isTrue();
        assertThat(onlyAnswer().getFailed().getReason()).contains("cutmix-2030");
    }

    @Test
    void anImpossibleRequestIsRejectedBeforeAnythingIsFetched() {
        store.delete(store.keys());

        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(
                        () -> worker("a", 1).handle(screen.request().setSide(0).build()))
                .withMessageContaining("side 0");
        assertThat(onlyAnswer().getFailed().getRetryable()).isFalse();
    }

    @Test
    void anOutageOfTheStoreLeavesTheWorkerAndIsNotAnswered() {
        store.goDown();

        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> worker("a", 1).handle(screen.request().build()));
        assertThat(answers()).isEmpty();
    }

    @Test
    void aBatchThatTheStoreHasNoSpaceForIsAnsweredWithTheReasonAndIsMadeWhenAskedAgain() throws Exception {
        store.fill();

        worker("a", 1).handle(screen.request().build());

        assertThat(onlyAnswer().hasReady()).isFalse();
        assertThat(onlyAnswer().hasFailed()).isFalse();
        assertThat(onlyAnswer().getWaitingFor()).isEqualTo("space in the object store: 12 MB are free");
        store.free();
        worker("a", 1).handle(screen.request().build());
        assertThat(answers().getLast().hasReady()).isTrue();
    }

    private AugmentWorker worker(String name, int threads) {
        return new AugmentWorker(
                name,
                run -> Optional.ofNullable(runs.get(run)),
                store,
                maker(threads, 4, 0),
                new MessageSender(producer),
                meters);
    }

    private BatchMaker maker(int threads, int inFlight, long cacheBytes) {
        BatchMaker maker =
                new BatchMaker(new SiteImages(store, new SiteCache<>(cacheBytes), meters), threads, inFlight);
        makers.add(maker);
        return maker;
    }

    private BatchDone onlyAnswer() {
        List<BatchDone> answers = answers();
        assertThat(answers).hasSize(1);
        return answers.getFirst();
    }

    private List<BatchDone> answers() {
        return producer.history().stream().map(AugmentWorkerTest::decode).toList();
    }

    private static BatchDone decode(ProducerRecord<byte[], byte[]> sent) {
        try {
            return BatchDone.parseFrom(sent.value());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
