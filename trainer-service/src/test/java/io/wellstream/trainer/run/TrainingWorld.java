package io.wellstream.trainer.run;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.ChannelDescription;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunRequested;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.trainer.batches.BatchWindow;
import io.wellstream.trainer.batches.RetryPolicy;
import io.wellstream.trainer.checkpoint.CheckpointIndex;
import io.wellstream.trainer.checkpoint.Spool;
import io.wellstream.trainer.claim.Claims;
import io.wellstream.trainer.claim.TrainerIdentity;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.Engines;
import io.wellstream.trainer.memory.MachineMemory;
import io.wellstream.trainer.memory.MemoryBudget;
import io.wellstream.trainer.plan.EffectiveSpecification;
import io.wellstream.trainer.promotion.ServedModels;
import io.wellstream.trainer.transfer.StartFiles;
import io.wellstream.trainer.transfer.StartModels;
import io.wellstream.wire.kafka.InMemoryTable;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.Table;
import io.wellstream.wire.kafka.Topic;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.DatasetFilter;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.RunId;
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
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** The engines that the trainers have besides. */
    List<Engine> otherEngines = List.of();

    OptionalLong memoryLimit = OptionalLong.empty();
    DatasetFilter datasets = DatasetFilter.ALL;
    Path spool = Path.of("target", "spool");
    boolean faultyWorkers;
    long workerSeed = 1;
    /** The requests that cannot be fulfilled, and whether another worker might. */
    Predicate<BatchRequest> impossible = request -> false;

    boolean retryable;

    /** Whether no worker is there, asked before each reading of the requests. */
    BooleanSupplier workersAway = () -> false;

    /** The batches that arrive damaged in the store. */
    Predicate<BatchRequest> damaged = request -> false;

    LongSupplier nanos = System::nanoTime;
    Supplier<Collection<IngestFinished>> ingests = () -> List.of(ingest());
    RetryPolicy retries = new RetryPolicy(Duration.ofMillis(20), Duration.ofMillis(80), 10_000);

    TrainingWorld(int experiments) {
        for (int experiment = 1; experiment <= experiments; experiment++) {
            for (int well = 0; well < 6; well++) {
                wells.add(TestWells.well(
                        "HUVEC-%02d".formatted(experiment), "B%02d".formatted(well + 3), "t" + well % 3));
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

    static RunRecord run(RunSpecification requested) {
        return RunRecord.newBuilder()
                .setRun("run-1")
                .setSpecification(EffectiveSpecification.of(requested))
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
        return trainer(new Claims(through, TrainerIdentity.fresh(name)), name, through, runs);
    }

    RunScheduler trainer(Claims claims, String name, ObjectStore through, Supplier<Collection<RunRecord>> runs) {
        TrainerMeters trainerMeters = new TrainerMeters(meters);
        BatchFeeds.Exchange exchange =
                new BatchFeeds.Exchange(run -> new FakeWorkers(this), new BatchWindow.Clock(retries, nanos), 16);
        MessageSender sender = new MessageSender(topics);
        return new RunScheduler(
                tables(runs),
                new RunScheduler.Connections(through, Spool.in(spool), sender, claims, servedModels()),
                new RunTrainer(engines(), memory(), exchange, trainerMeters, name, "revision-1"),
                Set.of(),
                trainerMeters);
    }

    private Engines engines() {
        return new Engines(
                Stream.concat(Stream.of(engine), otherEngines.stream()).toList());
    }

    MemoryBudget memory() {
        return new MemoryBudget(engines(), MachineMemory.ofThisMachine(), memoryLimit, 16);
    }

    /** What is served, by the records sent so far. */
    ServedModels servedModels() {
        return new ServedModels(
                new SentTable<>(this, Topics.MODELS),
                new SentTable<>(this, Topics.SERVING),
                new MessageSender(topics),
                store);
    }

    /** Tables whose runs and ingests are computed at each call. */
    TrainerTables tables(Supplier<Collection<RunRecord>> runs) {
        InMemoryTable<WellIngested> wellTable = new InMemoryTable<>();
        wells.forEach(well -> wellTable.put(MessageKeys.well(DATASET, WellKeys.wellOf(well.getWell())), well));
        return new TrainerTables(
                new ComputedTable<>(runs, RunRecord::getRun),
                new ComputedTable<>(
                        () -> ingests.get(), ingest -> MessageKeys.ingest(DATASET, ingest.getJob(), ingest.getShard())),
                wellTable,
                datasets);
    }

    private record ComputedTable<M>(Supplier<Collection<M>> content, Function<M, String> keys) implements Table<M> {
        @Override
        public Optional<M> get(String key) {
            return Optional.ofNullable(under("").get(key));
        }

        @Override
        public Map<String, M> under(String prefix) {
            return content.get().stream().collect(Collectors.toMap(keys, Function.identity()));
        }

        @Override
        public void onChange(Runnable listener) {
            throw new UnsupportedOperationException();
        }
    }

    /** The HTTP API's view of the runs that were sent. */
    RunRegistry registry() {
        return new RunRegistry(
                tables(this::latest),
                new MessageSender(topics),
                store,
                memory(),
                new StartModels(new SentTable<>(this, Topics.MODELS), store, files()),
                run -> Optional.empty());
    }

    /** The HTTP API's view of ONNX files. */
    StartFiles files() {
        return new StartFiles(store, Spool.in(spool));
    }

    void send(RunRecord run) {
        new MessageSender(topics).sendAndWait(Topics.RUNS, run.getRun(), run);
    }

    /** The card of the model that a run published last. */
    ModelCard card() {
        ModelCard.Builder card = ModelCard.newBuilder();
        ModelPublished model = sent(Topics.MODELS).getLast();
        try {
            JsonFormat.parser().merge(new String(store.get(model.getCard()), StandardCharsets.UTF_8), card);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
        return card.build();
    }

    /** The steps that have a checkpoint, newest first. */
    List<Long> checkpoints() {
        return new CheckpointIndex(store, DATASET, new RunId("run-1")).steps();
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
                        .setSixteenBitSites(wells.stream()
                                .flatMap(well -> well.getSitesList().stream())
                                .anyMatch(IngestedSite::getSixteenBits))
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
}
