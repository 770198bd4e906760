package io.wellstream.local.launcher;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.utils.internals.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker that cannot write to its disk ends its process, without a word. Here the process is also that of the object store and of the
 * services' supervisor, so the halt is reported to the keeper of the broker instead, if there is one.
 */
final class BrokerHalts {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerHalts.class);
    private static final List<AtomicBoolean> FLAGS = new CopyOnWriteArrayList<>();

    private BrokerHalts() {}

    /** Takes the halts of all brokers in this process from Kafka. */
    static void take() {
        Exit.setHaltProcedure(BrokerHalts::halted);
        Exit.setExitProcedure(BrokerHalts::halted);
    }

    /** Sets the flag at every halt from now on. */
    static void reportTo(AtomicBoolean flag) {
        FLAGS.add(flag);
    }

    static void stopReportingTo(AtomicBoolean flag) {
        FLAGS.remove(flag);
    }

    /** Kafka expects that this does not return; the thread of Kafka that calls it ends here. */
    private static void halted(int code, @Nullable String message) {
        LOG.error("the broker halted code={} reason=\"{}\"", code, message == null ? "see above" : message);
        if (FLAGS.isEmpty()) {
            Runtime.getRuntime().halt(code);
        }
        FLAGS.forEach(flag -> flag.set(true));
        throw new IllegalStateException("the broker halted");
    }
}
