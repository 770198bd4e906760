package io.wellstream.scorer;

import io.wellstream.imaging.augment.Augmentation;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.SiteRule;
import io.wellstream.proto.v1.Target;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.ObjectStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Scores wells with one model: gets a chunk of sites from the store while the chunk before it is computed. */
final class WellScorer implements AutoCloseable {
    static final int SITES_PER_CHUNK = 32;
    private static final int DOWNLOADS = 32;
    private static final long CHECK_MILLIS = 100;

    private final ObjectStore store;
    private final ScorerMeters meters;
    private final Semaphore downloads = new Semaphore(DOWNLOADS);
    private final ExecutorService fetchers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("scorer-fetch-", 0).factory());

    WellScorer(ObjectStore store, ScorerMeters meters) {
        this.store = store;
        this.meters = meters;
    }

    /** What all wells of one pass have in common. */
    record Pass(DatasetId dataset, LoadedModel model, Preparation preparation, RowClasses rowClasses, SiteRule rule) {

        /** A pass over these wells, prepared as the model's card says. */
        static Pass of(Screens screens, DatasetId dataset, LoadedModel model, List<WellIngested> wells, SiteRule rule) {
            Set<ExperimentId> experiments = wells.stream()
                    .map(well -> new ExperimentId(well.getWell().getExperiment()))
                    .collect(Collectors.toSet());
            Target target = model.card().getTarget();
            Set<String> controls =
                    target == Target.TARGET_TREATMENT_AND_CONTROL ? screens.controlLabels(dataset) : Set.of();
            return new Pass(
                    dataset,
                    model,
                    Preparation.of(model.card(), screens, dataset, experiments),
                    RowClasses.of(target, model.classes(), controls),
                    rule);
        }

        /** The same pass over one of the sites' flips and turns. */
        Pass viewed(List<Augmentation> view) {
            return view.isEmpty() ? this : new Pass(dataset, model, preparation.viewed(view), rowClasses, rule);
        }
    }

    /** Scores the wells in their order; each has a site. The sink is called on the calling thread. */
    void score(Pass pass, List<WellIngested> wells, InferencePool.Seat seat, CallLife life, Consumer<WellScore> sink) {
        Deque<Future<List<WellScore>>> running = new ArrayDeque<>();
        try {
            for (List<WellIngested> chunk : chunks(wells)) {
                life.check();
                List<ScoredSite> sites = chunk.stream()
                        .flatMap(well -> ScoredSite.of(pass.dataset(), well).stream())
                        .toList();
                List<byte[]> objects = meters.fetching(() -> fetch(sites, life));
                if (running.size() == InferencePool.CHUNKS_PER_CALL) {
                    await(running.remove(), life).forEach(sink);
                }
                running.add(seat.submit(() -> meters.inferring(() -> infer(pass, chunk, sites, objects))));
            }
            while (!running.isEmpty()) {
                await(running.remove(), life).forEach(sink);
            }
        } finally {
            running.forEach(chunk -> chunk.cancel(false));
        }
    }

    /** Whole wells, until a chunk has enough sites. */
    private static List<List<WellIngested>> chunks(List<WellIngested> wells) {
        List<List<WellIngested>> chunks = new ArrayList<>();
        List<WellIngested> open = new ArrayList<>();
        int sites = 0;
        for (WellIngested well : wells) {
            open.add(well);
            sites += well.getSitesCount();
            if (sites >= SITES_PER_CHUNK) {
                chunks.add(List.copyOf(open));
                open.clear();
                sites = 0;
            }
        }
        if (!open.isEmpty()) {
            chunks.add(List.copyOf(open));
        }
        return chunks;
    }

    private List<byte[]> fetch(List<ScoredSite> sites, CallLife life) {
        List<Future<byte[]>> gets =
                sites.stream().map(site -> fetchers.submit(() -> get(site))).toList();
        try {
            return gets.stream().map(get -> await(get, life)).toList();
        } finally {
            gets.forEach(get -> get.cancel(false));
        }
    }

    private byte[] get(ScoredSite site) throws InterruptedException {
        downloads.acquire();
        try {
            return ModelLoader.fetch(store, site.object());
        } finally {
            downloads.release();
        }
    }

    private List<WellScore> infer(Pass pass, List<WellIngested> wells, List<ScoredSite> sites, List<byte[]> objects) {
        Batch batch = pass.preparation().batch(sites, objects);
        float[] pixels = new float[batch.values()]; // [sample, channel, y, x]
        batch.toFloats(pixels);
        float[][] logits = pass.model().logits(pixels, batch.samples());
        List<WellScore> scores = new ArrayList<>(wells.size());
        int site = 0;
        for (WellIngested well : wells) {
            List<float[]> ofWell = Arrays.asList(logits).subList(site, site + well.getSitesCount());
            site += well.getSitesCount();
            scores.add(new WellScore(well, pass.model().classes(), combine(pass, well, ofWell), List.copyOf(ofWell)));
        }
        meters.scored(wells.size(), sites.size());
        return scores;
    }

    private static double[] combine(Pass pass, WellIngested well, List<float[]> logits) {
        return SiteScores.combine(
                logits, pass.model().temperature(), pass.rowClasses().of(well), pass.rule());
    }

    /** Waits for a piece of work as long as somebody waits for the call. */
    private static <T> T await(Future<T> work, CallLife life) {
        while (true) {
            try {
                return work.get(CHECK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                life.check();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ScorerException.NotReady("this scorer is stopping; ask another");
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause
                        ? cause
                        : new IllegalStateException("work failed", e.getCause());
            }
        }
    }

    @Override
    public void close() {
        fetchers.shutdownNow();
    }
}
