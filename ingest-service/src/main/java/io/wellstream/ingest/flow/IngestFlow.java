package io.wellstream.ingest.flow;

import io.opentelemetry.api.common.Attributes;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.ingest.flow.IngestMeters.Fate;
import io.wellstream.ingest.pixels.ImageReader;
import io.wellstream.ingest.pixels.ImageSize;
import io.wellstream.ingest.problem.Problem;
import io.wellstream.ingest.source.MetadataRow;
import io.wellstream.ingest.source.ScreenSource;
import io.wellstream.ingest.source.Sources;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.Trace;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.ObjectStore.ObjectInfo;
import io.wellstream.wire.store.PatientStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ingests a screen: reads the metadata, checks each well's files, stores them and publishes an event per well; at the end it checks the
 * plates and writes the reports. An event is sent only after the objects that it names are stored. A run that was interrupted can be
 * repeated: it gives the same result and stores only what is missing.
 */
public final class IngestFlow {
    private static final Logger LOG = LoggerFactory.getLogger(IngestFlow.class);

    private final ObjectStore store;
    private final MessageSender sender;
    private final IngestTables tables;
    private final Sources sources;
    private final IngestMeters meters;
    private final Limits limits;

    /**
     * How much is done at the same time.
     *
     * @param pixelThreads threads that decode images
     * @param puts puts to the object store
     * @param wells wells held in memory
     */
    public record Limits(int pixelThreads, int puts, int wells) {
        public Limits {
            if (pixelThreads < 1 || puts < 1 || wells < 1) {
                throw new IllegalArgumentException(
                        pixelThreads + " pixel threads, " + puts + " puts, " + wells + " wells; expected 1 or more");
            }
        }
    }

    public IngestFlow(
            ObjectStore store,
            MessageSender sender,
            IngestTables tables,
            Sources sources,
            IngestMeters meters,
            Limits limits) {
        this.store = store;
        this.sender = sender;
        this.tables = tables;
        this.sources = sources;
        this.meters = meters;
        this.limits = limits;
    }

    /** @throws IllegalArgumentException if this service does not ingest the job's data set */
    public void require(IngestJob job) {
        tables.require(job.dataset());
    }

    /**
     * Runs a job to its end.
     *
     * @param stop asked before each well; once it is true, no further well is begun
     * @throws IngestStoppedException if the job was stopped; it can be run again
     * @throws IllegalArgumentException as {@link #require}
     * @throws io.wellstream.ingest.files.InvalidScreenException if the screen cannot be read at all
     */
    public IngestFinished run(IngestJob job, IngestProgress progress, BooleanSupplier stop)
            throws InterruptedException {
        require(job);
        Attributes dataset = Attributes.of(Trace.DATASET, job.dataset().name());
        return Trace.span("ingest screen", dataset, () -> {
            try (ScreenSource source = sources.open(job.source())) {
                KnownWells known = new KnownWells(tables.wells(), job.dataset());
                ObjectStore patient = new PatientStore(store, new SpaceWait(job, progress, stop, meters));
                return ingest(job, source, new Work(patient, known, progress, stop));
            }
        });
    }

    private IngestFinished ingest(IngestJob job, ScreenSource source, Work work) throws InterruptedException {
        IngestProgress progress = work.progress();
        List<MetadataRow> rows = source.wells(job.shard().of(), job.shard().number());
        if (job.shard().number() == 0) { // the metadata belong to no shard: the first one reports them
            found(progress, source.problems());
            progress.note(source.notes());
        }
        ScreenChanges changes = new ScreenChanges(job, work.known());
        changes.requireDepth(source.screen().imaging().siteDepth());
        progress.note(changes.of(rows));
        progress.expect(rows.size());
        LOG.info("ingest began job={} dataset={} wells={}", job.id(), job.dataset(), rows.size());
        ingestAll(job, source, rows, changes.imageSize().or(source::usualImageSize), work);
        boolean withdrawn = job.shard().number() == 0 && withdraw(job, source, changes, work);
        IngestEnd end = new IngestEnd(work.store(), job, source, work.known(), tables);
        end.reportPlates(withdrawn || job.verify() || progress.mayHaveUnreportedPlates());
        IngestFinished finished = end.finish(progress).toBuilder()
                .setTraceParent(Trace.header())
                .setReplacesEarlier(withdrawn)
                .build();
        sender.sendAndWait(
                Topics.INGESTS,
                MessageKeys.ingest(job.dataset(), job.id(), job.shard().number()),
                finished);
        LOG.info(
                "ingest finished job={} dataset={} published={} failed={} problems={} put={}",
                job.id(),
                job.dataset(),
                finished.getWellsPublished(),
                finished.getWellsFailed(),
                finished.getProblems(),
                finished.getObjectsPut());
        return finished;
    }

    /** Removes the wells that the screen no longer has; their objects stay in the store. Returns whether there were any. */
    private boolean withdraw(IngestJob job, ScreenSource source, ScreenChanges changes, Work work)
            throws InterruptedException {
        Map<String, WellId> gone = changes.gone(source.wells(1, 0));
        boolean withdraws = !job.keepGone() && source.isWhole();
        String what = "the well is in no row of the screen; it "
                + (withdraws
                        ? "is withdrawn from the data set"
                        : job.keepGone()
                                ? "stays in the data set, as requested"
                                : "stays in the data set until all rows can be read");
        for (Map.Entry<String, WellId> well : gone.entrySet()) {
            work.progress().note(List.of(Problem.ofWell(well.getValue(), 0, what, "")));
            if (withdraws) {
                sender.removeAndWait(Topics.WELLS, well.getKey());
                work.known().withdrawn(well.getKey(), work::isOver);
            }
        }
        if (withdraws && !gone.isEmpty()) {
            LOG.info("withdrew job={} dataset={} wells={}", job.id(), job.dataset(), gone.size());
        }
        return withdraws && !gone.isEmpty();
    }

    /**
     * What the wells of a job share while it runs.
     *
     * @param store waits while it is full
     * @param known the records of the data set; those that the job publishes are added
     */
    private record Work(
            ObjectStore store,
            KnownWells known,
            IngestProgress progress,
            BooleanSupplier stop,
            AtomicReference<Throwable> failure) {
        Work(ObjectStore store, KnownWells known, IngestProgress progress, BooleanSupplier stop) {
            this(store, known, progress, stop, new AtomicReference<>());
        }

        boolean isOver() {
            return failure.get() != null || stop.getAsBoolean();
        }

        void rethrowFailure() {
            Throwable thrown = failure.get();
            if (thrown instanceof Error error) {
                throw error;
            }
            if (thrown != null) {
                throw thrown instanceof RuntimeException known ? known : new IllegalStateException(thrown);
            }
        }
    }

    /** @param imageSize the size of the screen's images: that of an image ingested before, otherwise that of most images in the source */
    private void ingestAll(
            IngestJob job, ScreenSource source, List<MetadataRow> rows, Optional<ImageSize> imageSize, Work work)
            throws InterruptedException {
        SitePreparation preparation = new SitePreparation(
                job.dataset(),
                source.screen().imaging(),
                new ImageReader(source.screen().imaging(), source::proposedLevels),
                new SitePreparation.Rules(imageSize, job.verify(), source.masksChannels()),
                meters);
        Semaphore inFlight = new Semaphore(limits.wells());
        try (ExecutorService pixels = Executors.newFixedThreadPool(
                        limits.pixelThreads(),
                        Thread.ofPlatform().name("ingest-pixels-", 0).factory());
                WellStorage storage = new WellStorage(work.store(), meters, limits.puts(), look(job));
                ExecutorService perWell = Trace.across(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("ingest-well-", 0).factory()))) {
            WellIngest ingest = new WellIngest(job, source, preparation, pixels, storage);
            for (MetadataRow row : rows) {
                if (work.isOver()) {
                    break;
                }
                inFlight.acquire();
                perWell.execute(() -> {
                    try {
                        Attributes well = Attributes.of(Trace.WELL, row.well().toString());
                        Trace.span("ingest well", well, () -> ingest(job, ingest, row, work));
                    } catch (Throwable e) {
                        work.failure().compareAndSet(null, e);
                    } finally {
                        inFlight.release();
                    }
                });
            }
        }
        work.rethrowFailure();
        if (work.progress().snapshot().wellsDone() < rows.size()) {
            throw new IngestStoppedException(job.id());
        }
    }

    private Fate ingest(IngestJob job, WellIngest ingest, MetadataRow row, Work work) throws InterruptedException {
        String key = MessageKeys.well(job.dataset(), row.well());
        Optional<WellIngested> before = work.known().get(key);
        WellIngest.Result result = ingest.ingest(row, before);
        if (result.fate() == Fate.PUBLISHED) {
            sender.sendAndWait(Topics.WELLS, key, result.record());
            work.known().published(key, result.record(), work::isOver);
        }
        found(work.progress(), result.problems());
        work.progress().put(result.objectsPut());
        work.progress().done(result.fate(), result.record());
        meters.well(result.fate());
        return result.fate();
    }

    private void found(IngestProgress progress, List<Problem> problems) {
        progress.found(problems);
        meters.problems(problems.size());
    }

    private WellStorage.Look look(IngestJob job) {
        if (job.verify()) {
            return WellStorage.Look.AT_BYTES;
        }
        return mayHaveObjects(job.dataset()) ? WellStorage.Look.AT_RECORD : WellStorage.Look.NOT;
    }

    private boolean mayHaveObjects(DatasetId dataset) {
        try (Stream<ObjectInfo> objects = store.list(ObjectKeys.dataset(dataset) + "images/")) {
            return objects.findAny().isPresent();
        }
    }
}
