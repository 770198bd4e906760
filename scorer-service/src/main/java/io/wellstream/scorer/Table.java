package io.wellstream.scorer;

import com.google.protobuf.Message;
import io.wellstream.wire.kafka.LatestByKey;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The latest message of each key, as known at the moment of the call; filled by the topic's follower, or by a test. */
interface Table<M> {
    Optional<M> get(String key);

    /** The entries whose key passes, as they are now. */
    Map<String, M> snapshot(Predicate<String> key);

    /** Is called after every change, on the follower's thread: it must return quickly. */
    void onChange(Runnable listener);

    static <M extends Message> Table<M> of(LatestByKey<M> followed) {
        return new Table<>() {
            @Override
            public Optional<M> get(String key) {
                return followed.get(key);
            }

            @Override
            public Map<String, M> snapshot(Predicate<String> key) {
                return followed.snapshot(key);
            }

            @Override
            public void onChange(Runnable listener) {
                followed.onChange((key, message) -> listener.run());
                followed.onRemoval(key -> listener.run());
            }
        };
    }
}
