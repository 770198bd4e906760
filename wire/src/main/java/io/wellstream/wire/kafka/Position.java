package io.wellstream.wire.kafka;

import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Where the reading of a partition continues.
 *
 * @param leaderEpoch of the record before the offset; with it, the broker can tell that it no longer has that record
 */
record Position(long offset, Optional<Integer> leaderEpoch) {
    static Position of(OffsetAndMetadata next) {
        return new Position(next.offset(), next.leaderEpoch());
    }

    OffsetAndMetadata toOffset() {
        return new OffsetAndMetadata(offset, leaderEpoch, "");
    }
}
