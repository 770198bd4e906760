package io.wellstream.ingest.bucket;

import io.wellstream.ingest.files.ScreenPlace;
import io.wellstream.ingest.files.SourceFiles;
import io.wellstream.wire.store.ForeignBucket;
import io.wellstream.wire.store.StoreConfig;
import java.util.List;

/**
 * The buckets from which this service may read screens, and how their server is reached.
 *
 * @param allowed the names of the buckets
 * @param server with an empty access key if it is read anonymously; its bucket is not used
 * @param reads how many objects of a screen are read at the same time
 */
public record BucketAccess(List<String> allowed, StoreConfig server, int reads) {
    public BucketAccess {
        allowed = List.copyOf(allowed);
        if (reads < 1) {
            throw new IllegalArgumentException("wellstream.ingest.s3.reads is " + reads + "; expected 1 or more");
        }
    }

    /** Refuses a bucket that is not allowed. */
    public void check(ScreenPlace.Bucket place) {
        if (!allowed.contains(place.bucket())) {
            throw new IllegalArgumentException("source '" + place + "' is outside what this service may read; "
                    + (allowed.isEmpty()
                            ? "wellstream.ingest.s3.buckets names no bucket"
                            : "it reads the buckets " + String.join(", ", allowed)));
        }
    }

    /**
     * Lists a screen's objects; the caller closes the result.
     *
     * @param most how many objects there may be
     */
    public SourceFiles open(ScreenPlace.Bucket place, int most) {
        check(place);
        StoreConfig there = new StoreConfig(
                server.endpoint(),
                place.bucket(),
                server.region(),
                server.credentials(),
                server.deadline(),
                server.certificates());
        ForeignBucket bucket = new ForeignBucket(there);
        try {
            return BucketFiles.list(bucket, place, most, reads);
        } catch (RuntimeException e) {
            bucket.close();
            throw e;
        }
    }
}
