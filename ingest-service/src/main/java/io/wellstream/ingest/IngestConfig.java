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

/** What may be ingested, and how much is done at the same time. */
@ConfigMapping(prefix = "wellstream.ingest")
public interface IngestConfig {
    /** Folders below which screens (folders or archives) may be ingested, separated by commas; by default none. */
    Optional<List<Path>> roots();

    /** This service's name. It continues the jobs that a service of its name left unfinished; several services need several names. */
    @WithDefault("ingest")
    String name();

    /** Jobs that may wait; further ones are refused. */
    @WithDefault("16")
    int queue();

    /** Threads that decode images; by default one per core. */
    OptionalInt pixelThreads();

    /** Puts to the object store at the same time. */
    @WithDefault("32")
    int puts();

    /** Wells held in memory at the same time; by default four per pixel thread. */
    OptionalInt wells();

    /** The largest image file in bytes. */
    @WithDefault("16777216")
    long imageBytes();

    /** The largest CSV file in bytes, decompressed. */
    @WithDefault("67108864")
    long metadataBytes();

    /** Rows read of one CSV file; further ones are ignored and reported. */
    @WithDefault("500000")
    long metadataRows();

    /** The most entries of an archive; each takes about 280 bytes of memory while the job runs. */
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
