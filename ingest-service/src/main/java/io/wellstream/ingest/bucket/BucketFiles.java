package io.wellstream.ingest.bucket;

import io.wellstream.ingest.files.BadFileException;
import io.wellstream.ingest.files.Finding;
import io.wellstream.ingest.files.InvalidScreenException;
import io.wellstream.ingest.files.ScreenPlace;
import io.wellstream.ingest.files.SourceFiles;
import io.wellstream.wire.store.ForeignBucket;
import io.wellstream.wire.store.StoreRefusedException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * A screen's files as the objects of a bucket, listed once when they are opened. An object that is replaced afterwards is not read, so
 * that all parts of a screen are of one time.
 */
final class BucketFiles implements SourceFiles {
    private final ForeignBucket bucket;
    private final Map<String, ForeignBucket.Item> items;
    private final Semaphore reads;

    private BucketFiles(ForeignBucket bucket, Map<String, ForeignBucket.Item> items, int reads) {
        this.bucket = bucket;
        this.items = items;
        this.reads = new Semaphore(reads);
    }

    /** Lists the objects; closes the bucket when it is closed. */
    static BucketFiles list(ForeignBucket bucket, ScreenPlace.Bucket place, int most, int reads) {
        Map<String, ForeignBucket.Item> items = new HashMap<>();
        try {
            bucket.list(place.prefix(), item -> {
                if (items.size() >= most) {
                    throw new InvalidScreenException(
                            place + " has more than " + most + " objects; expected a prefix with fewer");
                }
                if (!item.key().endsWith("/")) { // an object that stands for a folder
                    items.put(item.key().substring(place.prefix().length()), item);
                }
            });
        } catch (StoreRefusedException e) {
            throw new InvalidScreenException(place + " cannot be listed: " + e.getMessage(), e);
        }
        if (items.isEmpty()) {
            throw new InvalidScreenException(place + " has no objects; expected the prefix of a screen's files");
        }
        return new BucketFiles(bucket, items, reads);
    }

    @Override
    public boolean has(String path) {
        return items.containsKey(path);
    }

    @Override
    public void forEach(Consumer<String> visitor) {
        items.keySet().forEach(visitor);
    }

    @Override
    public long size(String path) {
        ForeignBucket.Item item = items.get(path);
        return item == null ? 0 : item.size();
    }

    @Override
    public Optional<byte[]> read(String path, long most) throws BadFileException {
        ForeignBucket.Item item = items.get(path);
        if (item == null) {
            return Optional.empty();
        }
        if (item.size() > most) {
            throw BadFileException.tooLarge(item.size(), most);
        }
        reads.acquireUninterruptibly();
        try {
            Optional<byte[]> bytes = bucket.read(item);
            if (bytes.isEmpty()) {
                throw new BadFileException(
                        new Finding("the object changed while the screen was read", "an object that does not change"));
            }
            return bytes;
        } catch (StoreRefusedException e) {
            throw new BadFileException(
                    new Finding("the service has no permission to read the object", "a readable object"));
        } finally {
            reads.release();
        }
    }

    @Override
    public void close() {
        bucket.close();
    }
}
