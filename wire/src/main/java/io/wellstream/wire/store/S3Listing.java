package io.wellstream.wire.store;

import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.Result;
import io.minio.messages.Item;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.store.ObjectStore.ObjectInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Lists the objects of a bucket, page by page. */
final class S3Listing {
    private static final int PAGE = 1000;

    private final MinioClient client;
    private final String bucket;
    private final S3Calls calls;

    S3Listing(MinioClient client, String bucket, S3Calls calls) {
        this.client = client;
        this.bucket = bucket;
        this.calls = calls;
    }

    /** Those whose key begins with the prefix, by key; a page is fetched when the stream reaches it. */
    Stream<ObjectInfo> all(String prefix) {
        return Stream.iterate(
                        page(prefix, ""),
                        page -> !page.isEmpty(),
                        page -> page.size() < PAGE
                                ? List.<ObjectInfo>of()
                                : page(prefix, page.getLast().key().path()))
                .flatMap(List::stream);
    }

    private List<ObjectInfo> page(String prefix, String after) {
        return calls.send("list objects", prefix, () -> {
            ListObjectsArgs.Builder args = ListObjectsArgs.builder()
                    .bucket(bucket)
                    .prefix(prefix)
                    .recursive(true)
                    .maxKeys(PAGE);
            if (!after.isEmpty()) {
                args.startAfter(after);
            }
            List<ObjectInfo> page = new ArrayList<>();
            for (Result<Item> result : client.listObjects(args.build())) {
                page.add(info(result.get()));
                if (page.size() == PAGE) {
                    break;
                }
            }
            return page;
        });
    }

    private static ObjectInfo info(Item item) {
        return new ObjectInfo(
                new ObjectKey(item.objectName()),
                item.size(),
                item.etag() == null ? "" : item.etag().replace("\"", ""),
                item.lastModified().toInstant(),
                Optional.empty());
    }
}
