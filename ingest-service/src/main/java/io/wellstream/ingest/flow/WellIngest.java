package io.wellstream.ingest.flow;

import io.wellstream.ingest.files.Finding;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.ingest.source.MetadataRow;
import io.wellstream.ingest.source.Problem;
import io.wellstream.ingest.source.ScreenSource;
import io.wellstream.ingest.source.SourceImage;
import io.wellstream.proto.v1.FailedSite;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.keys.WellKeys;
import io.wellstream.wire.store.ObjectConflictException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;

/** Ingests one well: reads its files, has them proven on the pixel threads, and stores what is whole. Safe for many threads. */
final class WellIngest {
    private final ScreenSource source;
    private final SitePreparation preparation;
    private final ExecutorService pixels;
    private final WellStorage storage;
    private final SiteMemory memory = SiteMemory.halfOfTheHeap();

    WellIngest(ScreenSource source, SitePreparation preparation, ExecutorService pixels, WellStorage storage) {
        this.source = source;
        this.preparation = preparation;
        this.pixels = pixels;
        this.storage = storage;
    }

    /**
     * A well whose whole sites are in the store.
     *
     * @param record without the job; it has no sites if none is whole
     * @param objectsPut how many were not there before
     */
    record Result(WellIngested record, int objectsPut, List<Problem> problems) {}

    /** @param before what was ingested of this well, if anything */
    Result ingest(MetadataRow row, Optional<WellIngested> before) throws InterruptedException {
        WellIngested.Builder record = describe(row);
        List<Problem> problems = new ArrayList<>();
        int objectsPut = 0;
        for (int number = 1; number <= source.screen().sites(); number++) {
            SiteId site = new SiteId(row.well(), number);
            long bytes = source.bytes(row, site) + preparation.bytesDecoded();
            SiteMemory.Held held = memory.hold(bytes);
            try {
                switch (prepared(row, site, before)) {
                    case PreparedSite.Unchanged unchanged -> {
                        record.addSites(unchanged.site());
                        problems.addAll(unchanged.problems());
                    }
                    case PreparedSite.Whole whole -> objectsPut += store(row, site, whole, record, problems);
                    case PreparedSite.Broken broken -> fail(record, problems, number, broken.problems());
                }
            } finally {
                held.close();
            }
        }
        return new Result(record.build(), objectsPut, problems);
    }

    /** Returns how many objects were not there before. */
    private int store(
            MetadataRow row, SiteId site, PreparedSite.Whole whole, WellIngested.Builder record, List<Problem> problems)
            throws InterruptedException {
        try {
            int put = storage.put(whole);
            record.addSites(whole.site());
            return put;
        } catch (ObjectConflictException e) {
            fail(record, problems, site.number(), List.of(conflict(row, site, e)));
            return 0;
        }
    }

    private PreparedSite prepared(MetadataRow row, SiteId site, Optional<WellIngested> before)
            throws InterruptedException {
        List<SourceImage> images = source.images(row, site);
        Optional<IngestedSite> known = before.flatMap(well -> well.getSitesList().stream()
                .filter(ingested -> ingested.getSite() == site.number() && ingested.getImagesCount() == images.size())
                .findAny());
        return onPixelThread(() -> preparation.prepare(row, site, images, known));
    }

    private WellIngested.Builder describe(MetadataRow row) {
        return WellIngested.newBuilder()
                .setWell(WellKeys.of(row.well()))
                .setCellType(row.cellType().name())
                .setIdCode(row.idCode())
                .setSubset(row.subset())
                .setRole(row.role())
                .setLabel(row.label());
    }

    private static void fail(WellIngested.Builder record, List<Problem> problems, int site, List<Problem> reasons) {
        Problem first = reasons.getFirst();
        record.addFailedSites(FailedSite.newBuilder()
                .setSite(site)
                .setChannel(first.place().channel())
                .setReason(first.problem()));
        problems.addAll(reasons);
    }

    private static Problem conflict(MetadataRow row, SiteId site, ObjectConflictException e) {
        Finding finding = Finding.of(e, "the files ingested before, or another data set's name");
        return Problem.ofImage("", row, site, 0, finding);
    }

    private <T> T onPixelThread(Callable<T> work) throws InterruptedException {
        try {
            return pixels.submit(work).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
