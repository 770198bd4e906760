package io.wellstream.wire.store;

import io.minio.errors.ErrorResponseException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.MinioException;
import io.minio.errors.ServerException;
import io.wellstream.wire.Backoff;
import io.wellstream.wire.Trace;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Repeats calls to an S3 server that fail transiently: no connection, a time-out, a 5xx answer. Such calls are repeated nowhere
 * else. A full store is not such a failure: it answers, and reading goes on.
 */
final class S3Calls {
    private static final Set<Integer> TRANSIENT = Set.of(408, 409, 425, 429, 500, 502, 503, 504);
    private static final Set<String> TRANSIENT_CODES = Set.of(
            "RequestTimeout", "SlowDown", "SlowDownRead", "SlowDownWrite", "InternalError", "ServiceUnavailable");

    private static final int INSUFFICIENT_STORAGE = 507;
    /** AWS has no code for it; these are MinIO's, Ceph's and our own store's. */
    private static final Set<String> FULL_CODES =
            Set.of("InsufficientStorage", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "QuotaExceeded");

    /** What servers say to a request that was signed for another region. */
    private static final Set<String> REGION_CODES = Set.of(
            "AuthorizationHeaderMalformed",
            "InvalidRegion",
            "IllegalLocationConstraintException",
            "PermanentRedirect",
            "TemporaryRedirect");

    private final StoreConfig config;

    S3Calls(StoreConfig config) {
        this.config = config;
    }

    /** Sends one request and reads its answer. */
    @FunctionalInterface
    interface Call<T> {
        T send() throws MinioException, IOException;
    }

    /** Sends until the store answers or refuses, or the deadline has passed; the operation completes the sentence "could not …". */
    <T> T send(String operation, Object subject, Call<T> call) {
        return Trace.storing(operation, subject.toString(), () -> repeat(operation + " " + subject, call));
    }

    private <T> T repeat(String what, Call<T> call) {
        Backoff backoff = new Backoff(config.deadline());
        while (true) {
            try {
                return call.send();
            } catch (MinioException | IOException | IllegalStateException e) {
                if (isFull(e)) {
                    throw full(what, e);
                }
                if (!isTransient(e)) {
                    throw new StoreRefusedException(
                            "could not " + what + ": the object store at " + config + " refused: " + reason(e), e);
                }
                if (!paused(backoff)) {
                    throw unavailable(what, e);
                }
            }
        }
    }

    /** The HTTP status of the store's answer; 0 if there was none. */
    static int status(Exception e) {
        return switch (e) {
            case ErrorResponseException answer -> answer.response().code();
            case ServerException answer -> answer.statusCode();
            default -> 0;
        };
    }

    private StoreUnavailableException unavailable(String what, Exception e) {
        long millis = config.deadline().toMillis(); // 1: a single try
        return new StoreUnavailableException(
                "could not " + what + (millis > 1 ? " within " + millis + " ms" : "") + ": the object store at "
                        + config + " does not answer: " + reason(e),
                e);
    }

    private StoreFullException full(String what, Exception e) {
        String said = e instanceof ErrorResponseException answer
                ? String.valueOf(answer.errorResponse().message())
                : "";
        return new StoreFullException(
                "could not " + what + ": the object store at " + config + " has no space: "
                        + (said.isBlank() ? reason(e) : said),
                said,
                e);
    }

    private static boolean isFull(Exception e) {
        return status(e) == INSUFFICIENT_STORAGE
                // an answer that is not S3's format, e.g. of a proxy; the client gives its status only in its message
                || (e instanceof InvalidResponseException
                        && String.valueOf(e.getMessage()).contains("Response code: " + INSUFFICIENT_STORAGE))
                || (e instanceof ErrorResponseException answer
                        && FULL_CODES.contains(answer.errorResponse().code()));
    }

    private static boolean paused(Backoff backoff) {
        try {
            return backoff.pause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isTransient(Exception e) {
        if (e instanceof ErrorResponseException answer) {
            return TRANSIENT.contains(status(answer))
                    || TRANSIENT_CODES.contains(answer.errorResponse().code());
        }
        if (e instanceof ServerException) {
            return true;
        }
        // The client wraps a failed connection in a generic exception.
        boolean connectionFailed = false;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
                return false; // the server is not trusted: trying again does not help
            }
            connectionFailed |= cause instanceof IOException;
        }
        return connectionFailed
                || e instanceof InvalidResponseException; // not S3's format: a proxy answers for an unavailable store
    }

    private static String reason(Exception e) {
        if (e instanceof ErrorResponseException answer) {
            String code = answer.errorResponse().code();
            String said = answer.errorResponse().message();
            return code + " (" + status(answer) + ")"
                    + (REGION_CODES.contains(code) ? ": " + said + "; check wellstream.store.region" : "");
        }
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }
}
