package io.wellstream.trainer.run;

import com.google.protobuf.Message;
import io.wellstream.wire.kafka.Table;
import io.wellstream.wire.kafka.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A table of the records that were sent to a topic so far. */
record SentTable<M extends Message>(TrainingWorld world, Topic<M> topic) implements Table<M> {
    @Override
    public Optional<M> get(String key) {
        return Optional.ofNullable(under("").get(key));
    }

    @Override
    public Map<String, M> under(String prefix) {
        Map<String, M> latest = new TreeMap<>();
        List<String> keys = world.topics.history().stream()
                .filter(record -> record.topic().equals(topic.name()))
                .map(record -> new String(record.key(), StandardCharsets.UTF_8))
                .toList();
        List<M> sent = world.sent(topic);
        for (int i = 0; i < sent.size(); i++) {
            latest.put(keys.get(i), sent.get(i));
        }
        latest.keySet().removeIf(key -> !key.startsWith(prefix));
        return latest;
    }

    @Override
    public void onChange(Runnable listener) {
        throw new UnsupportedOperationException();
    }
}
