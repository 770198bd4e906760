package io.wellstream.scorer.call;

import io.wellstream.scorer.grpc.Statuses;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why a call failed, in a sentence that says what to do. {@link Statuses} gives each kind its gRPC status. */
public abstract sealed class ScorerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private ScorerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The request can be answered by nobody as it stands. */
    public static final class InvalidRequest extends ScorerException {
        private static final long serialVersionUID = 1L;

        public InvalidRequest(String message) {
            super(message, null);
        }
    }

    /** An image in the request is not a whole 8-bit grey PNG, or not of the size of its neighbours. */
    public static final class BadImage extends ScorerException {
        private static final long serialVersionUID = 1L;

        public BadImage(String message) {
            super(message, null);
        }
    }

    /** The request carries more than one call may. */
    public static final class TooLarge extends ScorerException {
        private static final long serialVersionUID = 1L;

        public TooLarge(String message) {
            super(message, null);
        }
    }

    /** Nothing of the data set has been ingested. */
    public static final class UnknownDataset extends ScorerException {
        private static final long serialVersionUID = 1L;

        public UnknownDataset(String message) {
            super(message, null);
        }
    }

    /** A well is not in its data set, or none of its sites is whole. */
    public static final class UnknownWell extends ScorerException {
        private static final long serialVersionUID = 1L;

        public UnknownWell(String message) {
            super(message, null);
        }
    }

    /** No published model has that name, or none is served where one is needed. */
    public static final class UnknownModel extends ScorerException {
        private static final long serialVersionUID = 1L;

        public UnknownModel(String message) {
            super(message, null);
        }
    }

    /** The model's normalisation needs statistics that are not known. */
    public static final class StatisticsUnknown extends ScorerException {
        private static final long serialVersionUID = 1L;

        public StatisticsUnknown(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The submission owes rows that cannot be predicted, and the caller did not say how to fill them. */
    public static final class SubmissionBlocked extends ScorerException {
        private static final long serialVersionUID = 1L;

        public SubmissionBlocked(String message) {
            super(message, null);
        }
    }

    /** The screen does not declare the design that the caller wants used, or its wells contradict it. */
    public static final class DesignUnusable extends ScorerException {
        private static final long serialVersionUID = 1L;

        public DesignUnusable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The model was made for another version of the pixel code or has another shape than its card says. */
    public static final class ModelUnusable extends ScorerException {
        private static final long serialVersionUID = 1L;

        public ModelUnusable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** An object of the store is missing or is not what its digest says. */
    public static final class ObjectDamaged extends ScorerException {
        private static final long serialVersionUID = 1L;

        public ObjectDamaged(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The object store does not answer. */
    public static final class StoreDown extends ScorerException {
        private static final long serialVersionUID = 1L;

        public StoreDown(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** This process does not answer yet, or no longer. */
    public static final class NotReady extends ScorerException {
        private static final long serialVersionUID = 1L;

        public NotReady(String message) {
            super(message, null);
        }
    }

    /** As many calls as fit are waiting already. */
    public static final class Overloaded extends ScorerException {
        private static final long serialVersionUID = 1L;
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
        private static final long serialVersionUID = 1L;

        public Expired(String message) {
            super(message, null);
        }
    }

    /** The caller went away. */
    public static final class Cancelled extends ScorerException {
        private static final long serialVersionUID = 1L;

        public Cancelled(String message) {
            super(message, null);
        }
    }
}
