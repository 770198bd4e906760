package io.wellstream.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.wellstream.ingest.flow.IngestFlow;
import io.wellstream.ingest.source.SourceLimits;
import io.wellstream.ingest.source.Sources;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What may be ingested, and how much is done at a time. */
@ConfigMapping(prefix = "wellstream.ingest")
public interface IngestConfig {
    /** Folders whose screens, in folders or archives, may be ingested, several separated by commas; none unless given. */
    Optional<List<Path>> roots();

    /** Jobs that may wait; more are refused. */
    @WithDefault("16")
    int queue();

    /** Threads that decode images; as many as cores unless given. */
    OptionalInt pixelThreads();

    /** Puts to the object store at a time. */
    @WithDefault("32")
    int puts();

    /** Wells held in memory at a time; four for each pixel thread unless given. */
    OptionalInt wells();

    /** The largest image file in bytes. */
    @WithDefault("16777216")
    long imageBytes();

    /** The largest CSV file in bytes, expanded. */
    @WithDefault("67108864")
    long metadataBytes();

    /** Rows of one CSV file; those after them are not read. */
    @WithDefault("500000")
    long metadataRows();

    /** Entries of an archive; each takes about 200 bytes of memory while the job runs. */
    @WithDefault("1000000")
    int archiveEntries();

    default Sources sources() {
        SourceLimits limits = new SourceLimits(imageBytes(), metadataBytes(), metadataRows(), archiveEntries());
        return new Sources(roots().orElse(List.of()), limits);
    }

    default IngestFlow.Limits limits() {
        int threads = pixelThreads().orElse(Runtime.getRuntime().availableProcessors());
        return new IngestFlow.Limits(threads, puts(), wells().orElse(4 * threads));
    }
}
