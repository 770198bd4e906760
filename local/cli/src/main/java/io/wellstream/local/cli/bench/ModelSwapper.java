package io.wellstream.local.cli.bench;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.Serving;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.MessageKeys;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Promotes several models in turn until closed. */
public final class ModelSwapper implements AutoCloseable {
    private final MessageSender sender;
    private final List<ModelPublished> models;
    private final AtomicInteger swaps = new AtomicInteger();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("swap").factory());

    /** @param models of one data set, cell type and target */
    public ModelSwapper(KafkaConfig kafka, List<ModelPublished> models, Duration every) {
        this.sender = new MessageSender(kafka);
        this.models = List.copyOf(models);
        var unused = clock.scheduleAtFixedRate(this::swap, 0, every.toNanos(), TimeUnit.NANOSECONDS);
    }

    public int swaps() {
        return swaps.get();
    }

    private void swap() {
        ModelPublished next = models.get(swaps.getAndIncrement() % models.size());
        Optional<CellType> cellType =
                next.getCellType().isEmpty() ? Optional.empty() : Optional.of(new CellType(next.getCellType()));
        sender.sendAndWait(
                Topics.SERVING,
                MessageKeys.serving(new DatasetId(next.getDataset()), cellType, next.getTarget()),
                Serving.newBuilder()
                        .setDataset(next.getDataset())
                        .setCellType(next.getCellType())
                        .setTarget(next.getTarget())
                        .setRun(next.getRun())
                        .setReason("promote")
                        .setAtMs(System.currentTimeMillis())
                        .build());
    }

    @Override
    public void close() {
        clock.close();
        sender.close();
    }
}
