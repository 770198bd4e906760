package io.wellstream.wire.store;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import io.minio.MinioClient;
import io.minio.RemoveObjectsArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.DeleteRequest;
import io.minio.messages.DeleteResult;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.Sha256;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Objects on any S3 server, through the MinIO client. */
final class S3ObjectStore implements ObjectStore {
    private static final int PAGE = 1000;
    private static final String PUT = "put object";
    private static final Map<String, String> IF_ABSENT = Map.of("If-None-Match", "*");

    private final MinioClient client;
    private final S3Puts puts;
    private final S3Listing listing;
    private final String bucket;
    private final S3Calls calls;

    S3ObjectStore(StoreConfig config) {
        OkHttpClient http = S3Http.client(config);
        this.bucket = config.bucket();
        try {
            URL endpoint = config.endpoint().toURL();
            this.client = MinioClient.builder()
                    .endpoint(endpoint)
                    .region(config.region()) // set, or the client would ask the server for it first
                    .credentials(config.accessKey(), config.secretKey())
                    .httpClient(http, true)
                    .build();
            this.puts = new S3Puts(
                    MinioAsyncClient.builder()
                            .endpoint(endpoint)
                            .region(config.region())
                            .credentials(config.accessKey(), config.secretKey())
                            .httpClient(http)
                            .build(),
                    bucket);
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("store endpoint '" + config.endpoint() + "' is not a URL", e);
        }
        this.calls = new S3Calls(config);
        this.listing = new S3Listing(client, bucket, calls);
    }

    @Override
    public void createBucketIfAbsent() {
        calls.send("create bucket", bucket, () -> {
            if (client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build())) {
                return false;
            }
            try {
                client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
                return true;
            } catch (ErrorResponseException e) {
                if (e.errorResponse().code().startsWith("BucketAlready")) { // two services started together
                    return false;
                }
                throw e;
            }
        });
    }

    @Override
    public Put putIfAbsent(ObjectKey key, byte[] bytes) {
        ObjectRef ref = key.refTo(bytes);
        return put(ref, () -> puts.send(ref, bytes, IF_ABSENT));
    }

    @Override
    public Put putIfAbsent(ObjectKey key, ObjectFile file) {
        ObjectRef ref = file.refTo(key);
        return put(ref, () -> puts.send(ref, file, IF_ABSENT));
    }

    private Put put(ObjectRef ref, S3Calls.Call<Optional<String>> send) {
        ObjectKey key = ObjectKey.of(ref);
        if (putNew(key, send).isPresent()) {
            return new Put(ref, true);
        }
        String stored = storedDigest(key);
        String offered = Sha256.hex(ref.getSha256());
        if (!stored.equals(offered)) {
            throw new ObjectConflictException(key, stored, offered);
        }
        return new Put(ref, false);
    }

    @Override
    public Optional<String> replace(ObjectKey key, byte[] bytes, Optional<String> expectedEtag) {
        ObjectRef ref = key.refTo(bytes);
        Optional<String> etag = expectedEtag.isEmpty()
                ? putNew(key, () -> puts.send(ref, bytes, IF_ABSENT))
                : calls.send(PUT, key, () -> puts.send(ref, bytes, ifMatches(expectedEtag.get())));
        if (etag.isPresent()) {
            return etag;
        }
        // A repeated put whose first answer was lost finds its own object: the bytes there may be those of this call.
        try {
            return read(key)
                    .filter(there -> Arrays.equals(there.bytes(), bytes))
                    .map(Versioned::etag);
        } catch (CorruptObjectException e) {
            return Optional.empty();
        }
    }

    @Override
    public byte[] get(ObjectRef ref) {
        ObjectKey key = ObjectKey.of(ref);
        byte[] bytes = fetch(key, answer -> S3Body.read(answer, ref.getSize()))
                .orElseThrow(() -> new MissingObjectException(key));
        return CheckedBytes.check(ref, bytes);
    }

    @Override
    public ObjectFile get(ObjectRef ref, Path file) {
        ObjectKey key = ObjectKey.of(ref);
        ObjectFile fetched = fetch(key, answer -> ObjectFile.write(file, out -> S3Body.copy(answer, out)))
                .orElseThrow(() -> new MissingObjectException(key));
        return CheckedBytes.check(ref, fetched);
    }

    @Override
    public Optional<Versioned> read(ObjectKey key) {
        return fetch(key, answer -> {
            byte[] bytes = S3Body.read(answer);
            String recorded = answer.headers().get(S3Puts.DIGEST_HEADER);
            return new Versioned(
                    recorded == null ? bytes : CheckedBytes.checkRecorded(key, recorded, bytes),
                    unquoted(answer.headers().get("ETag")));
        });
    }

    @Override
    public void verify(ObjectRef ref) {
        ObjectKey key = ObjectKey.of(ref);
        S3Body.Digest found = fetch(key, S3Body::digest).orElseThrow(() -> new MissingObjectException(key));
        CheckedBytes.check(ref, found.size(), found.sha256());
    }

    /** Reads a server's answer with an object. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(GetObjectResponse answer) throws IOException;
    }

    private <T> Optional<T> fetch(ObjectKey key, Reader<T> reader) {
        return calls.send("read object", key, () -> {
            GetObjectArgs args =
                    GetObjectArgs.builder().bucket(bucket).object(key.path()).build();
            try (GetObjectResponse answer = client.getObject(args)) {
                return Optional.of(reader.read(answer));
            } catch (ErrorResponseException e) {
                return emptyIfNoSuchKey(e);
            }
        });
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) {
        return calls.send("look up object", key, () -> {
            try {
                StatObjectResponse answer = client.statObject(StatObjectArgs.builder()
                        .bucket(bucket)
                        .object(key.path())
                        .build());
                return Optional.of(new ObjectInfo(
                        key,
                        answer.size(),
                        unquoted(answer.etag()),
                        answer.lastModified().toInstant(),
                        Optional.ofNullable(answer.userMetadata().getFirst(S3Puts.DIGEST))));
            } catch (ErrorResponseException e) {
                return emptyIfNoSuchKey(e);
            }
        });
    }

    @Override
    public Stream<ObjectInfo> list(String prefix) {
        return listing.all(prefix);
    }

    @Override
    public void delete(Collection<ObjectKey> keys) {
        List<ObjectKey> all = List.copyOf(keys);
        for (int from = 0; from < all.size(); from += PAGE) {
            List<ObjectKey> some = all.subList(from, Math.min(all.size(), from + PAGE));
            calls.send("delete objects", some.size() + " from " + some.getFirst(), () -> deletePage(some));
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (Exception e) {
            throw new IllegalStateException("could not close the object store's client", e);
        }
    }

    private static Map<String, String> ifMatches(String etag) {
        return Map.of("If-Match", "\"" + etag + "\"");
    }

    /** The new version, or empty if the object exists. A full store may refuse the put before it looks for the object. */
    private Optional<String> putNew(ObjectKey key, S3Calls.Call<Optional<String>> send) {
        try {
            return calls.send(PUT, key, send);
        } catch (StoreFullException e) {
            if (stat(key).isPresent()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private String storedDigest(ObjectKey key) {
        return stat(key)
                .flatMap(ObjectInfo::sha256)
                .or(() -> read(key).map(there -> Sha256.hexOf(there.bytes())))
                .orElseThrow(() -> new MissingObjectException(key));
    }

    private int deletePage(List<ObjectKey> keys) throws MinioException, IOException {
        List<DeleteRequest.Object> objects =
                keys.stream().map(key -> new DeleteRequest.Object(key.path())).toList();
        RemoveObjectsArgs args =
                RemoveObjectsArgs.builder().bucket(bucket).objects(objects).build();
        for (Result<DeleteResult.Error> result : client.removeObjects(args)) {
            DeleteResult.Error error = result.get();
            if (!"NoSuchKey".equals(error.code())) {
                throw new IOException("object " + error.objectName() + " was not deleted: " + error.code());
            }
        }
        return keys.size();
    }

    private static <T> Optional<T> emptyIfNoSuchKey(ErrorResponseException e) throws ErrorResponseException {
        if (isNoSuchKey(e)) {
            return Optional.empty();
        }
        throw e;
    }

    private static boolean isNoSuchKey(ErrorResponseException e) {
        return "NoSuchKey".equals(e.errorResponse().code());
    }

    private static String unquoted(@Nullable String etag) {
        return etag == null ? "" : etag.replace("\"", "");
    }
}
