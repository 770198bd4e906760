package io.wellstream.scorer.predict;

import io.opentelemetry.api.common.Attributes;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.proto.v1.InputDescription;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.ScorerMeters;
import io.wellstream.scorer.inference.InferencePool;
import io.wellstream.scorer.model.LoadedModel;
import io.wellstream.scorer.model.NetworkOutput;
import io.wellstream.scorer.site.RequestImages;
import io.wellstream.scorer.site.SiteReader;
import io.wellstream.scorer.site.StoredSite;
import io.wellstream.wire.Trace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Runs a network over the sites of wells: reads a chunk of sites while the previous chunk is computed. */
public final class WellScorer {
    static final int SITES_PER_CHUNK = 32;

    private final SiteReader reader;
    private final ScorerMeters meters;

    public WellScorer(SiteReader reader, ScorerMeters meters) {
        this.reader = reader;
        this.meters = meters;
    }

    /** Wells whose sites are computed together, and the outputs for their sites. */
    private record Chunk<W>(List<W> wells, Future<List<NetworkOutput>> outputs) {}

    /** What is asked of a well, wherever it comes from. */
    private record Wells<W>(ToIntFunction<W> sites, Function<W, String> cellType) {}

    /**
     * Scores ingested wells in their order; each must have a site.
     *
     * @param sink receives each well with the outputs for its sites, on the calling thread
     */
    public void score(
            Scoring scoring,
            List<WellIngested> wells,
            InferencePool.Slot slot,
            BiConsumer<WellIngested, List<NetworkOutput>> sink) {
        Wells<WellIngested> kind = new Wells<>(WellIngested::getSitesCount, WellIngested::getCellType);
        score(scoring, wells, kind, chunk -> samples(scoring, chunk, slot.call()), slot, sink);
    }

    /** Scores wells whose images are in the request, in the same way. */
    void scoreImages(
            Scoring scoring,
            List<RequestImages.Well> wells,
            InferencePool.Slot slot,
            BiConsumer<RequestImages.Well, List<NetworkOutput>> sink) {
        score(
                scoring,
                wells,
                new Wells<>(RequestImages.Well::sites, well -> well.images().getCellType()),
                chunk -> chunk.stream().flatMap(well -> samples(scoring, well)).toList(),
                slot,
                sink);
    }

    private List<Batch.Sample> samples(Scoring scoring, List<WellIngested> wells, Call call) {
        List<StoredSite> sites = wells.stream()
                .flatMap(well -> StoredSite.of(scoring.dataset(), well).stream())
                .toList();
        return reader.samples(sites, scoring.preprocessing(), call);
    }

    private Stream<Batch.Sample> samples(Scoring scoring, RequestImages.Well well) {
        InputDescription input = scoring.model().card().getInput();
        return IntStream.range(0, well.sites())
                .mapToObj(site ->
                        reader.withCore(() -> scoring.preprocessing().sample(RequestImages.decode(well, site, input))));
    }

    private <W> void score(
            Scoring scoring,
            List<W> wells,
            Wells<W> kind,
            Function<List<W>, List<Batch.Sample>> samples,
            InferencePool.Slot slot,
            BiConsumer<W, List<NetworkOutput>> sink) {
        Deque<Chunk<W>> running = new ArrayDeque<>();
        try {
            for (List<W> chunk : chunks(wells, kind)) {
                slot.call().check();
                List<Batch.Sample> prepared = samples.apply(chunk);
                if (running.size() == InferencePool.CHUNKS_PER_CALL) {
                    finish(running.getFirst(), kind.sites(), slot.call(), sink);
                    running.removeFirst();
                }
                LoadedModel model = scoring.model().of(kind.cellType().apply(chunk.getFirst()));
                running.add(new Chunk<>(chunk, slot.submit(model, prepared, scoring.embedding())));
            }
            while (!running.isEmpty()) {
                finish(running.getFirst(), kind.sites(), slot.call(), sink);
                running.removeFirst();
            }
        } finally {
            running.forEach(chunk -> chunk.outputs().cancel(false));
        }
    }

    /** Whole wells of one cell type, until a chunk has enough sites. */
    private static <W> List<List<W>> chunks(List<W> wells, Wells<W> kind) {
        List<List<W>> chunks = new ArrayList<>();
        List<W> open = new ArrayList<>();
        int sites = 0;
        for (W well : wells) {
            if (!open.isEmpty()
                    && !kind.cellType().apply(well).equals(kind.cellType().apply(open.getFirst()))) {
                chunks.add(List.copyOf(open));
                open.clear();
                sites = 0;
            }
            open.add(well);
            sites += kind.sites().applyAsInt(well);
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

    private <W> void finish(
            Chunk<W> chunk, ToIntFunction<W> siteCount, Call call, BiConsumer<W, List<NetworkOutput>> sink) {
        List<NetworkOutput> outputs =
                Trace.span("await inference", Attributes.empty(), () -> call.await(chunk.outputs()));
        int from = 0;
        for (W well : chunk.wells()) {
            int to = from + siteCount.applyAsInt(well);
            sink.accept(well, outputs.subList(from, to));
            from = to;
        }
        meters.scored(chunk.wells().size(), outputs.size());
        call.cost().scored(outputs.size());
    }
}
