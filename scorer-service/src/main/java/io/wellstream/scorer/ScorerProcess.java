package io.wellstream.scorer;

import com.google.protobuf.Message;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.Serving;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.scorer.call.ScorerMeters;
import io.wellstream.scorer.evaluation.ControlGauges;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.kafka.Kept;
import io.wellstream.wire.kafka.LatestByKey;
import io.wellstream.wire.kafka.Topic;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.DatasetFilter;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.StoreConfig;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A scorer with its topics and its store, from start to stop. It answers once its tables have caught up, and keeps its tables when the
 * broker becomes unavailable later.
 */
final class ScorerProcess implements AutoCloseable {
    private final LatestByKey<WellIngested> wells;
    private final LatestByKey<IngestFinished> ingests;
    private final LatestByKey<ModelPublished> models;
    private final LatestByKey<Serving> servings;
    private final ObjectStore store;
    private final Scorer scorer;

    /** Nothing is read before {@link #start}. */
    ScorerProcess(
            Following following,
            StoreConfig storeConfig,
            Scorer.Limits limits,
            ScorerMeters meters,
            ControlGauges controls) {
        this.wells = LatestByKey.of(following.kafka(), Topics.WELLS, following.wells(), following.onFatal());
        this.ingests = following.table(Topics.INGESTS);
        this.models = following.table(Topics.MODELS);
        this.servings = following.table(Topics.SERVING);
        this.store = ObjectStore.connect(storeConfig);
        this.scorer = new Scorer(new ScorerTables(wells, ingests, models, servings), store, limits, meters, controls);
    }

    /**
     * The topics that are followed.
     *
     * @param wells which wells are kept, and where
     * @param onFatal receives the error that ends the following of a topic
     */
    record Following(KafkaConfig kafka, DatasetFilter datasets, Kept wells, Consumer<Throwable> onFatal) {
        private <M extends Message> LatestByKey<M> table(Topic<M> topic) {
            return new LatestByKey<>(kafka, topic, datasets::hasKey, onFatal);
        }
    }

    /** Follows the tables; returns when they contain all that was in the topics at the start. */
    void start() throws InterruptedException {
        tables().forEach(LatestByKey::start);
        for (LatestByKey<?> table : tables().toList()) {
            table.awaitCaughtUp();
        }
    }

    /** The scorer, once its tables have caught up. */
    Scorer scorer() {
        if (!behind().isEmpty()) {
            throw new ScorerException.NotReady("this scorer is still reading its tables; try again in a moment");
        }
        return scorer;
    }

    /** The topics whose tables have not caught up. */
    List<String> behind() {
        return Stream.of(
                        wells.isCaughtUp() ? "" : Topics.WELLS.name(),
                        ingests.isCaughtUp() ? "" : Topics.INGESTS.name(),
                        models.isCaughtUp() ? "" : Topics.MODELS.name(),
                        servings.isCaughtUp() ? "" : Topics.SERVING.name())
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** What keeps this scorer from answering: tables that have not caught up, and missing inference threads. */
    List<String> lacking() {
        return Stream.concat(behind().stream(), scorer.lacking().stream()).toList();
    }

    private Stream<LatestByKey<?>> tables() {
        return Stream.of(wells, ingests, models, servings);
    }

    @Override
    public void close() {
        scorer.close();
        tables().forEach(LatestByKey::close);
        store.close();
    }
}
