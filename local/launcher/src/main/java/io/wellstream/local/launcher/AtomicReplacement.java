package io.wellstream.local.launcher;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.gaul.s3proxy.S3ErrorCode;
import org.gaul.s3proxy.S3ProxyException;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Compares {@code If-Match} and replaces the object in one step. The file store alone compares first and replaces later, so two
 * trainers that read the same claim could both renew it.
 */
final class AtomicReplacement extends ForwardingBlobStore {
    private final Object replacing = new Object();

    AtomicReplacement(BlobStore files) {
        super(files);
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
        String expected = request.ifMatch();
        if (expected == null) {
            return super.putBlob(request, payload);
        }
        byte[] bytes = readAll(payload); // before the lock: the sender may be slow
        synchronized (replacing) {
            HeadObjectResponse current = delegate().blobMetadataIfPresent(request.bucket(), request.key());
            if (current == null || !unquoted(current.eTag()).equals(unquoted(expected))) {
                throw new S3ProxyException(S3ErrorCode.PRECONDITION_FAILED);
            }
            return super.putBlob(request, new ByteArrayInputStream(bytes));
        }
    }

    private static byte[] readAll(InputStream payload) {
        try {
            return payload.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String unquoted(@Nullable String etag) {
        return etag == null ? "" : etag.replace("\"", "");
    }
}
