package io.wellstream.trainer.run;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.ChannelDescription;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunRequested;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellRole;
import io.wellstream.trainer.batches.RetryPolicy;
import io.wellstream.trainer.checkpoint.Spool;
import io.wellstream.trainer.claim.Claims;
import io.wellstream.trainer.claim.TrainerIdentity;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.plan.EffectiveSpecification;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.Topic;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.keys.WellKeys;
import io.wellstream.wire.store.InMemoryObjectStore;
import io.wellstream.wire.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A small screen, an in-memory object store and topics, and workers that behave as the test requires. */
final class TrainingWorld {
    static final DatasetId DATASET = new DatasetId("small");

    final InMemoryObjectStore store = new InMemoryObjectStore();
    final MockProducer<byte[], byte[]> topics =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final List<WellIngested> wells = new ArrayList<>();
    Engine engine = new FakeEngine();
    boolean faultyWorkers;
    long workerSeed = 1;
    Predicate<BatchRequest> impossible = request -> false;
    RetryPolicy retries = new RetryPolicy(Duration.ofMillis(20), Duration.ofMillis(80), 10_000);

    TrainingWorld(int experiments) {
        for (int experiment = 1; experiment <= experiments; experiment++) {
            for (int well = 0; well < 6; well++) {
                wells.add(well("HUVEC-%02d".formatted(experiment), "B%02d".formatted(well + 3), "t" + well % 3));
            }
        }
    }

    static RunSpecification.Builder specification() {
        return RunSpecification.newBuilder()
                .setDataset(DATASET.name())
                .setCellType("HUVEC")
                .setImageSide(16)
                .setBatchSize(4)
                .setEpochs(3)
                .setCheckpointEverySteps(4)
                .setPromote(true);
    }

    static RunRecord run(RunSpecification asked) {
        return RunRecord.newBuilder()
                .setRun("run-1")
                .setSpecification(EffectiveSpecification.of(asked))
                .setRequestedAtMs(1)
                .setRequested(RunRequested.getDefaultInstance())
                .build();
    }

    /** A trainer of this name whose table contains these runs, or their later records. */
    RunScheduler trainer(String name, RunRecord... runs) {
        return trainer(name, store, runs);
    }

    /** A trainer whose table is out of date: it contains these runs and no later record. */
    RunScheduler trainerThatSees(String name, RunRecord... runs) {
        return trainer(name, store, () -> List.of(runs));
    }

    RunScheduler trainer(String name, ObjectStore through, RunRecord... runs) {
        return trainer(name, through, () -> latest(runs));
    }

    private RunScheduler trainer(String name, ObjectStore through, Supplier<Collection<RunRecord>> runs) {
        TrainerMeters trainerMeters = new TrainerMeters(meters);
        BatchFeeds.Exchange exchange = new BatchFeeds.Exchange(
                run -> new FakeWorkers(topics, store, workerSeed, faultyWorkers, impossible), retries, 16);
        MessageSender sender = new MessageSender(topics);
        TrainerTables tables = new TrainerTables(runs, dataset -> List.of(ingest()), dataset -> wells);
        return new RunScheduler(
                tables,
                new RunScheduler.Connections(
                        through,
                        Spool.in(Path.of("target", "spool")),
                        sender,
                        new Claims(through, TrainerIdentity.fresh(name))),
                new RunTrainer(engine, exchange, trainerMeters, name, "revision-1"),
                Set.of(),
                trainerMeters);
    }

    IngestFinished ingest() {
        return IngestFinished.newBuilder()
                .setDataset(DATASET.name())
                .setJob("job-1")
                .setShards(1)
                .setWellsPublished(wells.size())
                .addAllExperiments(wells.stream()
                        .map(well -> well.getWell().getExperiment())
                        .distinct()
                        .toList())
                .setScreen(ScreenDescription.newBuilder()
                        .addChannels(ChannelDescription.newBuilder().setNumber(1))
                        .addChannels(ChannelDescription.newBuilder().setNumber(2)))
                .build();
    }

    /** The content of the table of runs: the last record sent for each, else the given one. */
    List<RunRecord> latest(RunRecord... given) {
        Map<String, RunRecord> latest = new LinkedHashMap<>();
        for (RunRecord run : given) {
            latest.put(run.getRun(), run);
        }
        sent(Topics.RUNS).forEach(run -> latest.put(run.getRun(), run));
        return List.copyOf(latest.values());
    }

    Optional<RunRecord> last(String run) {
        return sent(Topics.RUNS).stream()
                .filter(record -> record.getRun().equals(run))
                .reduce((first, second) -> second);
    }

    <M extends Message> List<M> sent(Topic<M> topic) {
        return topics.history().stream()
                .filter(record -> record.topic().equals(topic.name()))
                .map(record -> {
                    try {
                        return topic.parser().parseFrom(record.value());
                    } catch (InvalidProtocolBufferException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    private static WellIngested well(String experiment, String position, String label) {
        WellId id = WellId.of(experiment, 1, position);
        return WellIngested.newBuilder()
                .setDataset(DATASET.name())
                .setWell(WellKeys.of(id))
                .setCellType("HUVEC")
                .setSubset(Subset.SUBSET_TRAIN)
                .setRole(WellRole.WELL_ROLE_TREATMENT)
                .setLabel(label)
                .addSites(site(id, 1))
                .addSites(site(id, 2))
                .build();
    }

    private static IngestedSite site(WellId well, int number) {
        byte[] name = (well + "/s" + number).getBytes(StandardCharsets.UTF_8);
        return IngestedSite.newBuilder()
                .setSite(number)
                .setSize(1_000)
                .setSha256(ByteString.copyFrom(Sha256.of(name)))
                .addImages(IngestedImage.newBuilder().setMean(12.5f).setSd(4))
                .addImages(IngestedImage.newBuilder().setMean(3).setSd(1))
                .setWidth(16)
                .setHeight(16)
                .build();
    }
}
