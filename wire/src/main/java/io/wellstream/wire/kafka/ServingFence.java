package io.wellstream.wire.kafka;

import io.wellstream.proto.v1.Serving;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A trainer's choice of what is served counts unless a later attempt at the same run has chosen, or the run was served before the one
 * that is served now. A person's choice always counts.
 */
final class ServingFence implements Fence<Serving> {
    private record Choice(String key, String run) {}

    private final Map<Choice, Integer> attempts = new HashMap<>();

    @Override
    public boolean admits(String key, Optional<Serving> known, Serving next) {
        int latest = attempts.merge(new Choice(key, next.getRun()), next.getAttempt(), Math::max);
        boolean wasServed = known.stream()
                .flatMap(serving -> serving.getEarlierList().stream())
                .anyMatch(earlier -> earlier.getRun().equals(next.getRun()));
        return next.getAttempt() == 0 || (next.getAttempt() == latest && !wasServed);
    }
}
