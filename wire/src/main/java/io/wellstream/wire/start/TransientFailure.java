package io.wellstream.wire.start;

import io.wellstream.wire.store.StoreUnavailableException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;

/** Tells failures that may pass by themselves from those that need a person. */
public final class TransientFailure {
    private TransientFailure() {}

    /** Whether the failure, or one of its causes, may pass by itself. */
    public static boolean matches(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreUnavailableException
                    || cause instanceof RetriableException
                    || cause
                            instanceof
                            InvalidReplicationFactorException // brokers of a cluster that starts come one by one
                    || isUnresolvable(cause)) {
                return true;
            }
        }
        return false;
    }

    /** A broker's host name may only become resolvable when the broker starts; until then no Kafka client can be created. */
    private static boolean isUnresolvable(Throwable cause) {
        return cause instanceof org.apache.kafka.common.config.ConfigException
                && String.valueOf(cause.getMessage()).contains("resolvable bootstrap");
    }
}
