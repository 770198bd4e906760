package io.wellstream.ingest.flow;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.ingest.qc.QualityControl;
import io.wellstream.ingest.qc.ScreenShape;
import io.wellstream.ingest.source.MetadataRow;
import io.wellstream.ingest.source.ScreenSource;
import io.wellstream.proto.v1.FlaggedPlate;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.rows.SubmissionRow;
import io.wellstream.wire.store.ObjectStore;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a job writes once all its wells are done: the plates' reports, the list of problems, the test rows and the final event. */
final class IngestEnd {
    private final ObjectStore store;
    private final IngestJob job;
    private final ScreenSource source;
    private final List<MetadataRow> rows;
    private final KnownWells known;
    private final SortedSet<String> reportedFor;
    private final List<FlaggedPlate> flagged = new ArrayList<>();
    private final MessageDigest digest = Sha256.newDigest();
    private int published;

    /** @param known every record of the data set, including those that the job has published */
    IngestEnd(ObjectStore store, IngestJob job, ScreenSource source, KnownWells known, IngestTables tables) {
        this.store = store;
        this.job = job;
        this.source = source;
        this.rows = source.wells(job.shard().of(), job.shard().number());
        this.known = known;
        IngestTables.Unreported unreported = tables.unreported(job.dataset());
        readOwn(unreported);
        this.reportedFor = unreported.jobs();
    }

    /** Reads the records of the job's wells in the order of their keys; the digest is of them without the jobs that published them. */
    private void readOwn(IngestTables.Unreported unreported) {
        Map<String, List<MetadataRow>> experiments = rows.stream()
                .collect(Collectors.groupingBy(
                        row -> row.well().experiment().name() + "/", TreeMap::new, Collectors.toList()));
        for (List<MetadataRow> of : experiments.values()) {
            SortedMap<String, WellIngested> records =
                    known.recordsOf(of.getFirst().well().experiment());
            records.keySet()
                    .retainAll(of.stream()
                            .map(row -> MessageKeys.well(job.dataset(), row.well()))
                            .collect(Collectors.toSet()));
            for (WellIngested well : records.values()) {
                published++;
                unreported.add(well);
                digest.update(well.toBuilder().clearJob().build().toByteArray());
            }
        }
    }

    /**
     * Checks the plates, and stores their reports and pictures unless all plates are as they were when they were reported last.
     *
     * @param mayHaveChanged whether this job may have changed a plate
     */
    void reportPlates(boolean mayHaveChanged) {
        JobObjects objects = new JobObjects(store);
        TreeSet<PlateId> plates = new TreeSet<>();
        rows.forEach(row -> plates.add(row.well().plate()));
        QualityControl control = new QualityControl(
                ScreenShape.of(source.screen()),
                source.wells(1, 0).stream().map(MetadataRow::well).toList(),
                known);
        flagged.addAll(control.flagged(plates));
        if (mayHaveChanged || !reportedFor.isEmpty()) {
            reportedFor.remove(job.id());
            control.report(plates, (plate, report, picture) -> {
                objects.put(ObjectKeys.qc(job.dataset(), plate, job.id() + ".json"), report);
                objects.put(ObjectKeys.qc(job.dataset(), plate, job.id() + ".png"), picture);
            });
        }
    }

    IngestFinished finish(IngestProgress progress) {
        ObjectKey report =
                ObjectKeys.ingestReport(job.dataset(), job.id(), job.shard().number());
        new JobObjects(store).put(report, IngestReport.encode(progress.problems()));
        IngestProgress.Snapshot counts = progress.snapshot();
        long sites = rows.stream().mapToLong(row -> source.sites(row).size()).sum();
        IngestFinished.Builder finished = IngestFinished.newBuilder()
                .setDataset(job.dataset().name())
                .setJob(job.id())
                .setShard(job.shard().number())
                .setShards(job.shard().of())
                .setWellsExpected(rows.size())
                .setWellsPublished(published)
                .setWellsFailed(counts.wellsFailed())
                .setSitesFailed(counts.sitesFailed())
                .setDigest(ByteString.copyFrom(digest.digest()))
                .setScreen(IngestMessages.screen(source.screen()))
                .setReportKey(report.path())
                .setObjectsPut(counts.objectsPut())
                .setImagesExpected(sites * source.filesPerSite())
                .setFinishedAtMs(Clock.systemUTC().millis())
                .addAllExperiments(experiments())
                .setProblems(progress.problemCount())
                .addAllProblemGroups(IngestMessages.groups(progress.problems()))
                .addAllNotes(IngestMessages.groups(progress.notes()))
                .addAllFlagged(flagged)
                .setSource(job.source().toString())
                .setVerify(job.verify())
                .setKeepGone(job.keepGone())
                .addAllReportedFor(reportedFor);
        testRows().ifPresent(finished::setTestRows);
        return finished.build();
    }

    private List<String> experiments() {
        return rows.stream()
                .map(row -> row.well().experiment().name())
                .distinct()
                .sorted()
                .toList();
    }

    /** Stores the rows that a submission must contain, whether or not their images are whole; empty if there are none. */
    private Optional<ObjectRef> testRows() {
        List<SubmissionRow> test = rows.stream()
                .filter(MetadataRow::isUnseen)
                .map(row -> new SubmissionRow(row.idCode(), row.well(), row.cellType()))
                .toList();
        if (test.isEmpty()) {
            return Optional.empty();
        }
        byte[] csv = SubmissionRow.write(test);
        ObjectKey key = ObjectKeys.rows(job.dataset(), Sha256.hexOf(csv));
        new JobObjects(store).put(key, csv); // restores them if the store has lost or damaged them
        return Optional.of(key.refTo(csv));
    }
}
