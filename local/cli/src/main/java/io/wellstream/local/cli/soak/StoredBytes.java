package io.wellstream.local.cli.soak;

import io.minio.Http;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectAPIArgs;
import io.minio.errors.ErrorResponseException;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.store.CorruptObjectException;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.ObjectStore.ObjectInfo;
import io.wellstream.wire.store.ObjectStore.Versioned;
import io.wellstream.wire.store.StoreConfig;
import java.net.MalformedURLException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * Changes stored objects as a failing disk does: without the knowledge of the system, whose record of each object's SHA-256 stays. Works
 * with every S3 server, whatever its files look like.
 */
public final class StoredBytes implements AutoCloseable {
    private static final int GONE = 404;
    private static final int CHANGED = 412;

    private final ObjectStore store;
    private final MinioAsyncClient client;
    private final String bucket;

    public StoredBytes(StoreConfig config) {
        this.store = ObjectStore.connect(config);
        this.bucket = config.bucket();
        try {
            this.client = MinioAsyncClient.builder()
                    .endpoint(config.endpoint().toURL())
                    .region(config.region())
                    .credentials(config.accessKey(), config.secretKey())
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("store endpoint '" + config.endpoint() + "' is not a URL", e);
        }
    }

    /** Changes one bit in the middle of an object; false if it is empty or damaged already, or was deleted or changed meanwhile. */
    public boolean flipBit(ObjectKey key) {
        Optional<Versioned> there;
        try {
            there = store.read(key);
        } catch (CorruptObjectException e) {
            return false;
        }
        if (there.isEmpty() || there.get().bytes().length == 0) {
            return false;
        }
        byte[] bytes = there.get().bytes().clone();
        bytes[bytes.length / 2] ^= 1;
        return overwrite(key, bytes, Map.of("If-Match", '"' + there.get().etag() + '"'));
    }

    /** Replaces an object's bytes; false if it was deleted meanwhile. */
    public boolean overwrite(ObjectKey key, byte[] bytes) {
        return overwrite(key, bytes, Map.of());
    }

    private boolean overwrite(ObjectKey key, byte[] bytes, Map<String, String> condition) {
        Optional<String> recorded = store.stat(key).flatMap(ObjectInfo::sha256);
        if (recorded.isEmpty()) {
            return false;
        }
        Http.Headers headers = new Http.Headers(condition);
        headers.put("x-amz-meta-sha256", recorded.get());
        headers.put("x-amz-checksum-sha256", Base64.getEncoder().encodeToString(Sha256.of(bytes)));
        headers.put("x-amz-sdk-checksum-algorithm", "SHA256");
        headers.put(Http.Headers.X_AMZ_CONTENT_SHA256, Sha256.hexOf(bytes));
        try {
            client.putObject(PutObjectAPIArgs.builder()
                            .bucket(bucket)
                            .object(key.path())
                            .contentType("application/octet-stream")
                            .headers(headers)
                            .data(bytes, bytes.length)
                            .build())
                    .join();
            return true;
        } catch (CompletionException e) {
            if (e.getCause() instanceof ErrorResponseException answer && isTooLate(answer)) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isTooLate(ErrorResponseException answer) {
        int status = answer.response().code();
        return status == GONE || status == CHANGED;
    }

    @Override
    public void close() {
        store.close();
        client.close();
    }
}
