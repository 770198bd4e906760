package io.wellstream.ingest.flow;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.ingest.qc.QualityControl;
import io.wellstream.ingest.source.MetadataRow;
import io.wellstream.ingest.source.ScreenSource;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.store.ObjectStore;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a job writes once all its wells are done: the plates' sheets, the list of what failed, the test rows, the end itself. */
final class IngestEnd {
    private final ObjectStore store;
    private final IngestJob job;
    private final ScreenSource source;
    private final List<MetadataRow> rows;
    private final Map<String, WellIngested> known;

    /** @param known every record of the data set by key, with those that the job has published */
    IngestEnd(ObjectStore store, IngestJob job, ScreenSource source, Map<String, WellIngested> known) {
        this.store = store;
        this.job = job;
        this.source = source;
        this.rows = source.wells(job.shard().of(), job.shard().number());
        this.known = known;
    }

    void reportPlates() {
        JobObjects objects = new JobObjects(store);
        TreeSet<PlateId> plates = new TreeSet<>();
        rows.forEach(row -> plates.add(row.well().plate()));
        QualityControl control = new QualityControl(
                source.screen(),
                source.wells(1, 0).stream().map(MetadataRow::well).toList(),
                known.values());
        control.report(plates, (plate, sheet) -> {
            objects.put(ObjectKeys.qc(job.dataset(), plate, job.id() + ".json"), sheet.json());
            objects.put(ObjectKeys.qc(job.dataset(), plate, job.id() + ".png"), sheet.picture());
        });
    }

    IngestFinished finish(IngestProgress progress) {
        ObjectKey report =
                ObjectKeys.ingestReport(job.dataset(), job.id(), job.shard().number());
        new JobObjects(store).put(report, IngestReport.encode(progress.problems()));
        Map<String, WellIngested> mine = wellsOfThisJob();
        IngestProgress.Snapshot counts = progress.snapshot();
        int imagesPerWell = source.screen().sites() * source.screen().channels().size();
        IngestFinished.Builder finished = IngestFinished.newBuilder()
                .setDataset(job.dataset().name())
                .setJob(job.id())
                .setShard(job.shard().number())
                .setShards(job.shard().of())
                .setWellsExpected(rows.size())
                .setWellsPublished(mine.size())
                .setWellsFailed(counts.wellsFailed())
                .setSitesFailed(counts.sitesFailed())
                .setDigest(digest(mine))
                .setScreen(ScreenMessages.describe(source.screen()))
                .setReportKey(report.path())
                .setObjectsPut(counts.objectsPut())
                .setImagesExpected((long) rows.size() * imagesPerWell)
                .setFinishedAtMs(Clock.systemUTC().millis())
                .addAllExperiments(experiments())
                .setProblems(progress.problemCount());
        testRows().ifPresent(finished::setTestRows);
        return finished.build();
    }

    /** By key, in the order of keys. */
    private Map<String, WellIngested> wellsOfThisJob() {
        TreeMap<String, WellIngested> mine = new TreeMap<>();
        for (MetadataRow row : rows) {
            String key = MessageKeys.well(job.dataset(), row.well());
            Optional.ofNullable(known.get(key)).ifPresent(well -> mine.put(key, well));
        }
        return mine;
    }

    private List<String> experiments() {
        return rows.stream()
                .map(row -> row.well().experiment().name())
                .distinct()
                .sorted()
                .toList();
    }

    private Optional<ObjectRef> testRows() {
        return TestRows.csv(rows).map(csv -> {
            ObjectKey key = ObjectKeys.rows(job.dataset(), Sha256.hexOf(csv));
            return store.putIfAbsent(key, csv).ref();
        });
    }

    /** Over the records in key order; which job published a well does not count. */
    private static ByteString digest(Map<String, WellIngested> wells) {
        MessageDigest digest = Sha256.newDigest();
        for (WellIngested well : wells.values()) {
            digest.update(well.toBuilder().clearJob().build().toByteArray());
        }
        return ByteString.copyFrom(digest.digest());
    }
}
