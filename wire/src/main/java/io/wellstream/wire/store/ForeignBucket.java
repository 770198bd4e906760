package io.wellstream.wire.store;

import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.Result;
import io.minio.errors.ErrorResponseException;
import java.io.EOFException;
import java.net.MalformedURLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A bucket that other programs write, on any S3 server; it is only read. Calls are repeated in an outage, as those of the store are. */
public final class ForeignBucket implements AutoCloseable {
    private static final int PAGE = 1000;
    private static final Set<String> CHANGED = Set.of("NoSuchKey", "PreconditionFailed");

    private final MinioClient client;
    private final String bucket;
    private final S3Calls calls;

    /** An object as it was when the bucket was listed. */
    public record Item(String key, long size, String etag) {}

    /**
     * Prepares to read; sends nothing.
     *
     * @param config with an empty access key to read anonymously
     */
    public ForeignBucket(StoreConfig config) {
        this.bucket = config.bucket();
        this.calls = new S3Calls(config);
        try {
            MinioClient.Builder builder = MinioClient.builder()
                    .endpoint(config.endpoint().toURL())
                    .region(config.region())
                    .httpClient(S3Http.client(config), true);
            if (!config.accessKey().isEmpty()) {
                builder.credentials(config.accessKey(), config.secretKey());
            }
            this.client = builder.build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("endpoint '" + config.endpoint() + "' is not a URL", e);
        }
    }

    /** Gives every object whose key begins with the prefix to a visitor, in the order of the keys, page by page. */
    public void list(String prefix, Consumer<Item> visitor) {
        String after = "";
        while (true) {
            List<Item> page = page(prefix, after);
            page.forEach(visitor);
            if (page.size() < PAGE) {
                return;
            }
            after = page.getLast().key();
        }
    }

    private List<Item> page(String prefix, String after) {
        return calls.send("list objects", bucket + "/" + prefix, () -> {
            ListObjectsArgs.Builder args = ListObjectsArgs.builder()
                    .bucket(bucket)
                    .prefix(prefix)
                    .recursive(true)
                    .maxKeys(PAGE);
            if (!after.isEmpty()) {
                args.startAfter(after);
            }
            List<Item> page = new ArrayList<>();
            for (Result<io.minio.messages.Item> result : client.listObjects(args.build())) {
                io.minio.messages.Item item = result.get();
                String etag = item.etag() == null ? "" : item.etag().replace("\"", "");
                page.add(new Item(item.objectName(), item.size(), etag));
                if (page.size() == PAGE) {
                    break;
                }
            }
            return page;
        });
    }

    /** The bytes of an object; empty if it has been deleted or replaced since it was listed. */
    public Optional<byte[]> read(Item item) {
        return calls.send("read object", bucket + "/" + item.key(), () -> {
            GetObjectArgs.Builder args = GetObjectArgs.builder().bucket(bucket).object(item.key());
            if (!item.etag().isEmpty()) {
                args.matchETag("\"" + item.etag() + "\"");
            }
            try (GetObjectResponse answer = client.getObject(args.build())) {
                byte[] bytes = answer.readNBytes(Math.toIntExact(item.size() + 1));
                if (bytes.length < item.size()) {
                    throw new EOFException("the answer ended after " + bytes.length + " of " + item.size() + " bytes");
                }
                return bytes.length == item.size() ? Optional.of(bytes) : Optional.empty();
            } catch (ErrorResponseException e) {
                if (CHANGED.contains(e.errorResponse().code())) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (Exception e) {
            throw new IllegalStateException("could not close the client of bucket " + bucket, e);
        }
    }
}
