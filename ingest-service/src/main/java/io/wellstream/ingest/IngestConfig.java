package io.wellstream.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.wellstream.ingest.flow.IngestFlow;
import io.wellstream.wire.keys.DatasetFilter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What may be ingested, and how much is done at the same time. */
@ConfigMapping(prefix = "wellstream.ingest")
public interface IngestConfig {
    /** Folders below which screens (folders or archives) may be ingested, separated by commas; by default none. */
    Optional<List<Path>> roots();

    /** This service's name. It continues the jobs that a service of its name left unfinished; several services need several names. */
    @WithDefault("ingest")
    String name();

    /** The data sets that are ingested here, separated by commas; by default all. The wells of the others are not kept. */
    Optional<Set<String>> datasets();

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

    /** The most entries of an archive, or objects of a prefix; each takes about 280 bytes of memory while the job runs. */
    @WithDefault("1000000")
    int archiveEntries();

    /** Buckets that screens may be ingested from. */
    S3 s3();

    /** An S3 server with screens. */
    interface S3 {
        /** Buckets from which screens may be ingested ({@code s3://bucket/prefix}), separated by commas; by default none. */
        Optional<List<String>> buckets();

        /** The S3 server of these buckets, e.g. https://s3.amazonaws.com; by default the object store, used with its keys. */
        Optional<URI> endpoint();

        /** The region of these buckets; by default us-east-1 on another server, and otherwise that of the object store. */
        Optional<String> region();

        /** The access key for these buckets; without it, those of another server are read anonymously. */
        Optional<String> accessKey();

        /** The secret key that belongs to the access key; never logged. */
        Optional<String> secretKey();

        /** Objects of a screen that are read at the same time. */
        @WithDefault("16")
        int reads();
    }

    default DatasetFilter filter() {
        return DatasetFilter.of(datasets().orElse(Set.of()));
    }

    default IngestFlow.Limits limits() {
        int threads = pixelThreads().orElse(Runtime.getRuntime().availableProcessors());
        return new IngestFlow.Limits(threads, puts(), wells().orElse(4 * threads));
    }
}
