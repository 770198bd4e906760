package io.wellstream.wire.store;

import io.minio.Http;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectAPIArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.wire.keys.Sha256;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Sends objects to an S3 server, from memory or from a file. The SHA-256 of each object goes with it as user metadata. */
final class S3Puts {
    static final String DIGEST = "sha256";

    /** The header of requests and answers with the digest that was recorded with an object. */
    static final String DIGEST_HEADER = "x-amz-meta-" + DIGEST;

    /**
     * The request's signature does not cover larger bodies: some servers hold a signed body in memory until it has arrived, and
     * refuse it above a limit. The SHA-256, which is signed, is verified by servers that know the header, and by readers.
     */
    static final long LARGEST_SIGNED = 4L << 20;

    private final MinioAsyncClient client;
    private final String bucket;

    S3Puts(MinioAsyncClient client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    /** The new version, or empty if the condition does not hold. */
    Optional<String> send(ObjectRef ref, byte[] bytes, Map<String, String> condition)
            throws MinioException, IOException {
        return send(request(ref, condition).data(bytes, bytes.length), condition);
    }

    /** As {@link #send(ObjectRef, byte[], Map)}, with the bytes of a file. */
    Optional<String> send(ObjectRef ref, ObjectFile file, Map<String, String> condition)
            throws MinioException, IOException {
        try (RandomAccessFile content = open(file)) {
            return send(request(ref, condition).file(content, file.size()), condition);
        }
    }

    private PutObjectAPIArgs.Builder request(ObjectRef ref, Map<String, String> condition) {
        String digest = Sha256.hex(ref.getSha256());
        Http.Headers headers = new Http.Headers(condition);
        headers.put(DIGEST_HEADER, digest);
        // Without a checksum, the client reads a file to its end to compute one, and then sends nothing.
        headers.put(
                "x-amz-checksum-sha256",
                Base64.getEncoder().encodeToString(ref.getSha256().toByteArray()));
        headers.put("x-amz-sdk-checksum-algorithm", "SHA256");
        headers.put(Http.Headers.X_AMZ_CONTENT_SHA256, ref.getSize() <= LARGEST_SIGNED ? digest : "UNSIGNED-PAYLOAD");
        return PutObjectAPIArgs.builder()
                .bucket(bucket)
                .object(ref.getKey())
                .contentType("application/octet-stream")
                .headers(headers);
    }

    private Optional<String> send(PutObjectAPIArgs.Builder request, Map<String, String> condition)
            throws MinioException, IOException {
        try {
            return Optional.of(client.putObject(request.build()).join().etag().replace("\"", ""));
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case ErrorResponseException answer
                when isUnmet(answer, condition) -> {
                    return Optional.empty();
                }
                case MinioException cause -> throw cause;
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }

    private static boolean isUnmet(ErrorResponseException answer, Map<String, String> condition) {
        boolean gone = "NoSuchKey".equals(answer.errorResponse().code());
        return S3Calls.status(answer) == 412 || (gone && condition.containsKey("If-Match"));
    }

    /** An unreadable local file is no failure of the store, and putting it again does not help. */
    private static RandomAccessFile open(ObjectFile file) {
        try {
            return new RandomAccessFile(file.path().toFile(), "r");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file.path(), e);
        }
    }
}
