package io.wellstream.wire.store;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectsArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.DeleteRequest;
import io.minio.messages.DeleteResult;
import io.minio.messages.Item;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Objects on any S3 server, through the MinIO client. The SHA-256 of each object is stored with it as user metadata. */
final class S3ObjectStore implements ObjectStore {
    private static final String REGION = "us-east-1"; // set, or the client would ask the server for it first
    private static final String DIGEST = "sha256";
    private static final int PAGE = 1000;
    private static final int CONNECTIONS = 64;

    private final MinioClient client;
    private final String bucket;
    private final S3Calls calls;

    S3ObjectStore(StoreConfig config) {
        try {
            this.client = MinioClient.builder()
                    .endpoint(config.endpoint().toURL())
                    .region(REGION)
                    .credentials(config.accessKey(), config.secretKey())
                    .httpClient(httpClient(config), true)
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("store endpoint '" + config.endpoint() + "' is not a URL", e);
        }
        this.bucket = config.bucket();
        this.calls = new S3Calls(config);
    }

    private static OkHttpClient httpClient(StoreConfig config) {
        Dispatcher dispatcher = new Dispatcher(Executors.newVirtualThreadPerTaskExecutor());
        dispatcher.setMaxRequests(CONNECTIONS);
        dispatcher.setMaxRequestsPerHost(CONNECTIONS);
        OkHttpClient.Builder client = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .socketFactory(new NoDelaySockets())
                .connectionPool(new ConnectionPool(CONNECTIONS, 1, TimeUnit.MINUTES))
                .connectTimeout(5, TimeUnit.SECONDS)
                .readTimeout(30, TimeUnit.SECONDS)
                .writeTimeout(30, TimeUnit.SECONDS);
        config.certificates()
                .map(TrustedCertificates::read)
                .ifPresent(trusted -> client.sslSocketFactory(trusted.tls().getSocketFactory(), trusted.manager()));
        return client.build();
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
        if (putNew(key, bytes, ref).isPresent()) {
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
                ? putNew(key, bytes, ref)
                : put(key, bytes, ref, Map.of("If-Match", "\"" + expectedEtag.get() + "\""));
        if (etag.isPresent()) {
            return etag;
        }
        // A repeated put whose first answer was lost finds its own object: the bytes there may be those of this call.
        return read(key).filter(there -> Arrays.equals(there.bytes(), bytes)).map(Versioned::etag);
    }

    @Override
    public byte[] get(ObjectRef ref) {
        ObjectKey key = ObjectKey.of(ref);
        return CheckedBytes.check(
                ref,
                read(key).orElseThrow(() -> new MissingObjectException(key)).bytes());
    }

    @Override
    public Optional<Versioned> read(ObjectKey key) {
        return calls.send("read object", key, () -> {
            GetObjectArgs args =
                    GetObjectArgs.builder().bucket(bucket).object(key.path()).build();
            try (GetObjectResponse answer = client.getObject(args)) {
                return Optional.of(new Versioned(
                        readWhole(answer), unquoted(answer.headers().get("ETag"))));
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
                        Optional.ofNullable(answer.userMetadata().getFirst(DIGEST))));
            } catch (ErrorResponseException e) {
                return emptyIfNoSuchKey(e);
            }
        });
    }

    @Override
    public Stream<ObjectInfo> list(String prefix) {
        return Stream.iterate(
                        page(prefix, ""),
                        page -> !page.isEmpty(),
                        page -> page.size() < PAGE
                                ? List.<ObjectInfo>of()
                                : page(prefix, page.getLast().key().path()))
                .flatMap(List::stream);
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

    /** The new version, or empty if the object exists. A full store may refuse the put before it looks for the object. */
    private Optional<String> putNew(ObjectKey key, byte[] bytes, ObjectRef ref) {
        try {
            return put(key, bytes, ref, Map.of("If-None-Match", "*"));
        } catch (StoreFullException e) {
            if (stat(key).isPresent()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The new version, or empty if the condition does not hold. */
    private Optional<String> put(ObjectKey key, byte[] bytes, ObjectRef ref, Map<String, String> condition) {
        return calls.send("put object", key, () -> {
            try {
                return Optional.of(unquoted(client.putObject(PutObjectArgs.builder()
                                .bucket(bucket)
                                .object(key.path())
                                .extraHeaders(condition)
                                .userMetadata(Map.of(DIGEST, Sha256.hex(ref.getSha256())))
                                .data(bytes, bytes.length)
                                .build())
                        .etag()));
            } catch (ErrorResponseException e) {
                if (S3Calls.status(e) == 412 || (condition.containsKey("If-Match") && isNoSuchKey(e))) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    private String storedDigest(ObjectKey key) {
        return stat(key)
                .flatMap(ObjectInfo::sha256)
                .or(() -> read(key).map(there -> Sha256.hexOf(there.bytes())))
                .orElseThrow(() -> new MissingObjectException(key));
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
                Item item = result.get();
                page.add(new ObjectInfo(
                        new ObjectKey(item.objectName()),
                        item.size(),
                        unquoted(item.etag()),
                        item.lastModified().toInstant(),
                        Optional.empty()));
                if (page.size() == PAGE) {
                    break;
                }
            }
            return page;
        });
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

    private static byte[] readWhole(GetObjectResponse answer) throws IOException {
        byte[] bytes = answer.readAllBytes();
        String length = answer.headers().get("Content-Length");
        if (length != null && Long.parseLong(length) != bytes.length) {
            throw new EOFException("the answer ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
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
