package io.wellstream.ingest.flow;

import io.wellstream.imaging.screen.SiteId;
import io.wellstream.ingest.files.Finding;
import io.wellstream.ingest.flow.IngestMeters.Fate;
import io.wellstream.ingest.problem.Problem;
import io.wellstream.ingest.source.MetadataRow;
import io.wellstream.ingest.source.ScreenSource;
import io.wellstream.ingest.source.SourceImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.store.ObjectConflictException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;

/** Ingests one well: reads its files, has them checked on the pixel threads, and stores its whole sites. Thread-safe. */
final class WellIngest {
    private final IngestJob job;
    private final ScreenSource source;
    private final SitePreparation preparation;
    private final ExecutorService pixels;
    private final WellStorage storage;
    private final SiteMemory memory = SiteMemory.halfOfTheHeap();

    WellIngest(
            IngestJob job,
            ScreenSource source,
            SitePreparation preparation,
            ExecutorService pixels,
            WellStorage storage) {
        this.job = job;
        this.source = source;
        this.preparation = preparation;
        this.pixels = pixels;
        this.storage = storage;
    }

    /**
     * A well whose whole sites are in the store.
     *
     * @param record the earlier record if nothing in the well has changed; has no sites if none is whole
     * @param objectsPut how many were not in the store before
     */
    record Result(WellIngested record, Fate fate, int objectsPut, List<Problem> problems) {}

    /** @param before the record of an earlier ingest of this well, if there is one */
    Result ingest(MetadataRow row, Optional<WellIngested> before) throws InterruptedException {
        WellIngested.Builder well = IngestMessages.well(job.dataset(), row).setJob(job.id());
        List<Problem> problems = new ArrayList<>();
        if (before.isEmpty() && source.isWithoutImages(row)) {
            return new Result(well.build(), Fate.FAILED, 0, problems); // one problem of the whole plate says so
        }
        int objectsPut = 0;
        for (int number : sites(row, before)) {
            SiteId site = new SiteId(row.well(), number);
            long bytes = source.bytes(row, site) + preparation.bytesDecoded();
            try (SiteMemory.Held _ = memory.hold(bytes)) {
                switch (prepared(row, site, before)) {
                    case PreparedSite.Unchanged unchanged -> {
                        well.addSites(unchanged.site());
                        problems.addAll(unchanged.problems());
                    }
                    case PreparedSite.Whole whole -> objectsPut += store(row, site, whole, well, problems);
                    case PreparedSite.Broken broken -> fail(well, problems, number, broken.problems());
                }
            }
        }
        return result(well.build(), before, objectsPut, problems);
    }

    /** The well's sites, also one that was ingested before and that no well of the plate has any more. */
    private NavigableSet<Integer> sites(MetadataRow row, Optional<WellIngested> before) {
        NavigableSet<Integer> sites = new TreeSet<>(source.sites(row));
        List<Integer> declared = source.declaredSites(row);
        before.stream()
                .flatMap(well -> well.getSitesList().stream())
                .map(IngestedSite::getSite)
                .filter(declared::contains)
                .forEach(sites::add);
        return sites;
    }

    /** Which job published a well does not count as a change of it. */
    private static Result result(
            WellIngested record, Optional<WellIngested> before, int objectsPut, List<Problem> problems) {
        Optional<WellIngested> unchanged = before.filter(
                earlier -> earlier.toBuilder().setJob(record.getJob()).build().equals(record));
        Fate fate = record.getSitesCount() == 0 ? Fate.FAILED : unchanged.isPresent() ? Fate.UNCHANGED : Fate.PUBLISHED;
        return new Result(unchanged.orElse(record), fate, objectsPut, problems);
    }

    /** Returns how many objects were not there before. */
    private int store(
            MetadataRow row, SiteId site, PreparedSite.Whole whole, WellIngested.Builder well, List<Problem> problems)
            throws InterruptedException {
        try {
            int put = storage.put(whole);
            well.addSites(whole.site());
            problems.addAll(whole.problems());
            return put;
        } catch (ObjectConflictException e) {
            Finding conflict = Finding.of(e, "the files ingested before, or another data set's name");
            fail(well, problems, site.number(), List.of(Problem.ofImage("", row.line(), site, 0, conflict)));
            return 0;
        }
    }

    private PreparedSite prepared(MetadataRow row, SiteId site, Optional<WellIngested> before)
            throws InterruptedException {
        List<SourceImage> images = source.images(row, site);
        int channels = source.screen().channels().size();
        Optional<IngestedSite> known = before.flatMap(well -> well.getSitesList().stream()
                .filter(ingested -> ingested.getSite() == site.number() && ingested.getImagesCount() == channels)
                .findAny());
        return onPixelThread(() -> preparation.prepare(row, site, images, known));
    }

    private static void fail(WellIngested.Builder well, List<Problem> problems, int site, List<Problem> reasons) {
        well.addFailedSites(IngestMessages.failedSite(site, reasons.getFirst()));
        problems.addAll(reasons);
    }

    private <T> T onPixelThread(Callable<T> work) throws InterruptedException {
        try {
            return pixels.submit(work).get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException known -> throw known;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
