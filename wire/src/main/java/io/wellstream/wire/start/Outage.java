package io.wellstream.wire.start;

import io.wellstream.wire.store.StoreUnavailableException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;

/** Tells what passes by itself, if one waits, from what somebody must mend. */
final class Outage {
    private Outage() {}

    /** Whether waiting may help. */
    static boolean mayPass(Throwable failure) {
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

    /** A broker's name may come with the broker: Kafka's clients are not even made before it can be resolved. */
    private static boolean isUnresolvable(Throwable cause) {
        return cause instanceof org.apache.kafka.common.config.ConfigException
                && String.valueOf(cause.getMessage()).contains("resolvable bootstrap");
    }
}
