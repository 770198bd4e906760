package io.wellstream.ingest;

import io.wellstream.ingest.bucket.BucketAccess;
import io.wellstream.ingest.source.SourceLimits;
import io.wellstream.ingest.source.Sources;
import io.wellstream.wire.store.StoreConfig;
import java.util.List;
import java.util.Optional;

/** The places from which this service may read screens, as its settings say. */
public final class ConfiguredSources {
    private ConfiguredSources() {}

    /** @param store of the service, whose buckets may have screens too */
    public static Sources of(IngestConfig config, StoreConfig store) {
        SourceLimits limits = new SourceLimits(
                config.imageBytes(), config.metadataBytes(), config.metadataRows(), config.archiveEntries());
        return new Sources(config.roots().orElse(List.of()), limits, buckets(config.s3(), store));
    }

    private static Optional<BucketAccess> buckets(IngestConfig.S3 s3, StoreConfig store) {
        if (s3.accessKey().isPresent() != s3.secretKey().isPresent()) {
            throw new IllegalArgumentException("only one of wellstream.ingest.s3.access-key and"
                    + " wellstream.ingest.s3.secret-key is set; expected both or neither");
        }
        boolean other = s3.endpoint().isPresent();
        StoreConfig.Credentials credentials = s3.accessKey().isPresent() || other
                ? new StoreConfig.Credentials(
                        s3.accessKey().orElse(""), s3.secretKey().orElse(""))
                : store.credentials();
        StoreConfig server = new StoreConfig(
                s3.endpoint().orElse(store.endpoint()),
                store.bucket(),
                s3.region().orElse(other ? StoreConfig.DEFAULT_REGION : store.region()),
                credentials,
                store.deadline(),
                other ? Optional.empty() : store.certificates());
        return s3.buckets().map(allowed -> new BucketAccess(allowed, server, s3.reads()));
    }
}
