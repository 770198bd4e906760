package io.wellstream.local.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Refuses new objects with status 507 and code {@code InsufficientStorage} before they use the {@link DiskReserve}. An object may
 * still be replaced by one of about its size, as a claim is when it is renewed. Reading and deleting are never refused.
 */
final class SpaceLimit extends ForwardingBlobStore {
    private static final int INSUFFICIENT_STORAGE = 507;
    private static final long PART = 64L << 20; // a part of unknown size is assumed to be as large as this at most

    private final DiskReserve reserve;

    SpaceLimit(BlobStore files, DiskReserve reserve) {
        super(files);
        this.reserve = reserve;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
        boolean replaces = request.ifMatch() != null;
        DiskReserve.Level level = reserve.level();
        long size = size(request.contentLength());
        if (replaces ? !level.feedsBroker() : !level.takes(size) && !isThere(request)) {
            readToTheEnd(payload); // a client that still sends does not read the answer
            throw full(level);
        }
        return writing(() -> super.putBlob(request, payload));
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        requireSpace(1);
        return writing(() -> super.copyBlob(request));
    }

    @Override
    public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
        requireSpace(1);
        return writing(() -> super.initiateMultipartUpload(request));
    }

    @Override
    public UploadPartResponse uploadMultipartPart(
            MultipartUpload upload, UploadPartRequest request, InputStream payload) {
        DiskReserve.Level level = reserve.level();
        if (!level.takes(request.contentLength() == null ? PART : request.contentLength())) {
            readToTheEnd(payload);
            throw full(level);
        }
        return writing(() -> super.uploadMultipartPart(upload, request, payload));
    }

    /** The parts are copied into the object before they are deleted. */
    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        requireSpace(listMultipartUpload(upload).stream()
                .mapToLong(part -> size(part.size()))
                .sum());
        return writing(() -> super.completeMultipartUpload(upload, request));
    }

    /** A put of an object that exists is answered as ever: it writes nothing. */
    private boolean isThere(PutObjectRequest request) {
        return "*".equals(request.ifNoneMatch()) && delegate().blobExists(request.bucket(), request.key());
    }

    private void requireSpace(long size) {
        DiskReserve.Level level = reserve.level();
        if (!level.takes(size)) {
            throw full(level);
        }
    }

    /** Something else may fill the disk during the write; the store deletes what it has written of the object. */
    private <T> T writing(Supplier<T> write) {
        try {
            return write.get();
        } catch (RuntimeException e) {
            throw isNoSpace(e) ? full(reserve.level()) : e;
        }
    }

    private static boolean isNoSpace(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof IOException
                    && (message.contains("No space left on device") || message.contains("Disk quota exceeded"))) {
                return true;
            }
        }
        return false;
    }

    private static RuntimeException full(DiskReserve.Level level) {
        AwsErrorDetails details = AwsErrorDetails.builder()
                .errorCode("InsufficientStorage")
                .errorMessage("the disk is full: " + level)
                .build();
        return S3Exception.builder()
                .statusCode(INSUFFICIENT_STORAGE)
                .awsErrorDetails(details)
                .message(details.errorMessage())
                .build();
    }

    private static long size(@Nullable Long declared) {
        return declared == null ? 0 : declared;
    }

    private static void readToTheEnd(InputStream payload) {
        try {
            payload.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
