package io.wellstream.scorer;

import io.opentelemetry.api.common.Attributes;
import io.wellstream.imaging.augment.Augmentation;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.PlateReference;
import io.wellstream.proto.v1.SiteRule;
import io.wellstream.proto.v1.Target;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.Trace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Scores wells with one model: reads a chunk of sites while the chunk before it is computed. */
final class WellScorer {
    static final int SITES_PER_CHUNK = 32;

    private final SiteReader reader;
    private final ScorerMeters meters;

    WellScorer(SiteReader reader, ScorerMeters meters) {
        this.reader = reader;
        this.meters = meters;
    }

    /** What all wells of one pass have in common. */
    record Pass(
            DatasetId dataset,
            LoadedModel model,
            Preparation preparation,
            RowClasses rowClasses,
            SiteRule rule,
            boolean embedding) {

        /** A pass over these wells, prepared as the model's card says. */
        static Pass of(Screens screens, DatasetId dataset, LoadedModel model, List<WellIngested> wells, SiteRule rule) {
            Set<ExperimentId> experiments = wells.stream()
                    .map(well -> new ExperimentId(well.getWell().getExperiment()))
                    .collect(Collectors.toSet());
            return new Pass(
                    dataset,
                    model,
                    Preparation.of(model.card(), screens, dataset, experiments),
                    rowClasses(screens, dataset, model),
                    rule,
                    false);
        }

        /** A pass over wells whose images came with the request. */
        static Pass ofImages(
                Screens screens, DatasetId dataset, LoadedModel model, PlateReference plate, SiteRule rule) {
            return new Pass(
                    dataset,
                    model,
                    Preparation.ofImages(model.card(), plate),
                    rowClasses(screens, dataset, model),
                    rule,
                    false);
        }

        private static RowClasses rowClasses(Screens screens, DatasetId dataset, LoadedModel model) {
            Target target = model.card().getTarget();
            Set<String> controls =
                    target == Target.TARGET_TREATMENT_AND_CONTROL ? screens.controlLabels(dataset) : Set.of();
            return RowClasses.of(target, model.classes(), controls);
        }

        /** The same pass, whose scores carry embeddings or not. */
        Pass withEmbedding(boolean wanted) {
            return new Pass(dataset, model, preparation, rowClasses, rule, wanted);
        }

        /** The same pass with another network of the same card. */
        Pass with(LoadedModel other) {
            return new Pass(dataset, other, preparation, rowClasses, rule, embedding);
        }

        /** The same pass over one of the sites' flips and turns. */
        Pass viewed(List<Augmentation> view) {
            return view.isEmpty()
                    ? this
                    : new Pass(dataset, model, preparation.viewed(view), rowClasses, rule, embedding);
        }
    }

    /** Wells whose sites are computed together, and their outputs once they are computed. */
    private record Chunk(List<WellIngested> wells, Future<List<NetworkOutput>> outputs) {}

    /** Scores the wells in their order; each has a site. The sink is called on the calling thread. */
    void score(Pass pass, List<WellIngested> wells, InferencePool.Seat seat, Consumer<WellScore> sink) {
        score(pass, wells, chunk -> samples(pass, chunk, seat.call()), seat, sink);
    }

    /** Scores wells whose images came with the request, in their order. */
    void scoreImages(Pass pass, List<RequestImages.Well> wells, InferencePool.Seat seat, Consumer<WellScore> sink) {
        Map<WellIngested, RequestImages.Well> images = new LinkedHashMap<>();
        wells.forEach(well -> images.put(well.asIngested(), well));
        score(
                pass,
                List.copyOf(images.keySet()),
                chunk -> chunk.stream()
                        .map(images::get)
                        .flatMap(well -> samples(pass, well))
                        .toList(),
                seat,
                sink);
    }

    private Stream<Batch.Sample> samples(Pass pass, RequestImages.Well well) {
        int channels = pass.model().channels();
        return IntStream.range(0, well.images().getSitesCount())
                .mapToObj(site ->
                        reader.oneOfFew(() -> pass.preparation().sample(RequestImages.decode(well, site, channels))));
    }

    private void score(
            Pass pass,
            List<WellIngested> wells,
            Function<List<WellIngested>, List<Batch.Sample>> samples,
            InferencePool.Seat seat,
            Consumer<WellScore> sink) {
        Deque<Chunk> running = new ArrayDeque<>();
        try {
            for (List<WellIngested> chunk : chunks(wells)) {
                seat.call().check();
                List<Batch.Sample> prepared = samples.apply(chunk);
                if (running.size() == InferencePool.CHUNKS_PER_CALL) {
                    finish(pass, running.getFirst(), seat.call()).forEach(sink);
                    running.removeFirst();
                }
                running.add(new Chunk(chunk, seat.submit(pass.model(), prepared, pass.embedding())));
            }
            while (!running.isEmpty()) {
                finish(pass, running.getFirst(), seat.call()).forEach(sink);
                running.removeFirst();
            }
        } finally {
            running.forEach(chunk -> chunk.outputs().cancel(false));
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

    private List<Batch.Sample> samples(Pass pass, List<WellIngested> wells, Call call) {
        List<ScoredSite> sites = wells.stream()
                .flatMap(well -> ScoredSite.of(pass.dataset(), well).stream())
                .toList();
        return reader.samples(sites, pass.preparation(), call);
    }

    private List<WellScore> finish(Pass pass, Chunk chunk, Call call) {
        List<NetworkOutput> outputs =
                Trace.span("await inference", Attributes.empty(), () -> call.await(chunk.outputs()));
        List<WellScore> scores = new ArrayList<>(chunk.wells().size());
        int site = 0;
        for (WellIngested well : chunk.wells()) {
            List<NetworkOutput> ofWell = outputs.subList(site, site + well.getSitesCount());
            site += well.getSitesCount();
            List<float[]> logits = ofWell.stream().map(NetworkOutput::logits).toList();
            scores.add(new WellScore(well, pass.model().classes(), combine(pass, well, logits), ofWell));
        }
        meters.scored(chunk.wells().size(), outputs.size());
        call.cost().scored(outputs.size());
        return scores;
    }

    private static double[] combine(Pass pass, WellIngested well, List<float[]> logits) {
        return SiteScores.combine(
                logits, pass.model().temperature(), pass.rowClasses().of(well), pass.rule());
    }
}
