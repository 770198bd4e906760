package io.wellstream.scorer.call;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why a call failed, in a sentence that says what to do. Each kind has its gRPC status. */
@SuppressWarnings("serial") // never serialised
public abstract sealed class ScorerException extends RuntimeException {
    private ScorerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The request is invalid, whatever the state of the scorer. */
    public static final class InvalidRequest extends ScorerException {
        public InvalidRequest(String message) {
            super(message, null);
        }
    }

    /** An image in the request is not a complete 8-bit grey PNG, or has another size than the site's other channels. */
    public static final class BadImage extends ScorerException {
        public BadImage(String message) {
            super(message, null);
        }
    }

    /** The request contains more than one call may. */
    public static final class TooLarge extends ScorerException {
        public TooLarge(String message) {
            super(message, null);
        }
    }

    /** No well of the data set has been ingested. */
    public static final class UnknownDataset extends ScorerException {
        public UnknownDataset(String message) {
            super(message, null);
        }
    }

    /** A well is not in its data set, or none of its sites is complete. */
    public static final class UnknownWell extends ScorerException {
        public UnknownWell(String message) {
            super(message, null);
        }
    }

    /** No published model has that name, or no model is served where one is needed. */
    public static final class UnknownModel extends ScorerException {
        public UnknownModel(String message) {
            super(message, null);
        }
    }

    /** The model's normalisation needs statistics that are not known. */
    public static final class StatisticsUnknown extends ScorerException {
        public StatisticsUnknown(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The submission has rows that cannot be predicted, and the caller named no label for them. */
    public static final class SubmissionBlocked extends ScorerException {
        public SubmissionBlocked(String message) {
            super(message, null);
        }
    }

    /** The caller wants the design prior, and the screen declares no design or its wells contradict it. */
    public static final class DesignUnusable extends ScorerException {
        public DesignUnusable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The model was made for another version of the pixel code, or does not match its card. */
    public static final class ModelUnusable extends ScorerException {
        public ModelUnusable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** An object is missing from the store or does not match its digest. */
    public static final class ObjectDamaged extends ScorerException {
        public ObjectDamaged(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The object store does not answer. */
    public static final class StoreDown extends ScorerException {
        public StoreDown(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The object store has no space for what the call produces. */
    public static final class StoreFull extends ScorerException {
        public StoreFull(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** This process is starting or stopping. */
    public static final class NotReady extends ScorerException {
        public NotReady(String message) {
            super(message, null);
        }
    }

    /** The scorer is answering as many calls as it may. */
    public static final class Overloaded extends ScorerException {
        private final Duration retryAfter;

        public Overloaded(String message, Duration retryAfter) {
            super(message, null);
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /** The caller's deadline passed. */
    public static final class Expired extends ScorerException {
        public Expired(String message) {
            super(message, null);
        }
    }

    /** The caller cancelled the call. */
    public static final class Cancelled extends ScorerException {
        public Cancelled(String message) {
            super(message, null);
        }
    }
}
