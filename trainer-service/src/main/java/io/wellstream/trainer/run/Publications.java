package io.wellstream.trainer.run;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.trainer.checkpoint.CheckpointIndex;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.trainer.run.RunRegistry.ConflictException;
import io.wellstream.trainer.transfer.StartModels;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.CorruptObjectException;
import io.wellstream.wire.store.MissingObjectException;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.ObjectStore.Versioned;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which checkpoint of a run that has ended is to be published. */
final class Publications {
    private static final Logger LOG = LoggerFactory.getLogger(Publications.class);

    private final ObjectStore store;
    private final StartModels models;

    Publications(ObjectStore store, StartModels models) {
        this.store = store;
        this.models = models;
    }

    /**
     * The step of the checkpoint to publish.
     *
     * @param requested 0 for the one that the run would have published if it had ended there
     * @throws RefusedRunException if there is no such checkpoint
     * @throws ConflictException if it is published already, and all files of the model can be read; those that cannot are
     *     restored by publishing it again
     */
    long step(RunRecord record, long requested) {
        RunId run = new RunId(record.getRun());
        DatasetId dataset = new DatasetId(record.getSpecification().getDataset());
        CheckpointIndex checkpoints = new CheckpointIndex(store, dataset, run);
        List<Long> steps = checkpoints.steps();
        if (steps.isEmpty()) {
            throw new RefusedRunException("run '" + run + "' has no checkpoint; there is nothing to publish");
        }
        long step = requested > 0 ? requested : best(checkpoints, steps);
        if (!steps.contains(step)) {
            throw new RefusedRunException("run '" + run + "' has no checkpoint of step " + step + "; it has those of "
                    + steps.stream().map(String::valueOf).toList());
        }
        for (RunId model : List.of(run, ModelNames.of(run, step))) {
            if (isPublishedAs(model, record, dataset, step) && isWhole(dataset, model)) {
                throw new ConflictException(
                        "step " + step + " of run '" + run + "' is published already, as model '" + model + "'");
            }
        }
        return step;
    }

    private static long best(CheckpointIndex checkpoints, List<Long> steps) {
        long best = checkpoints.newest().map(CheckpointComplete::getBestStep).orElse(0L);
        boolean validated = checkpoints
                .newest()
                .map(newest -> newest.getHistoryList().stream().anyMatch(epoch -> epoch.hasValidationLoss()))
                .orElse(false);
        return validated && steps.contains(best) ? best : steps.getFirst();
    }

    private boolean isPublishedAs(RunId model, RunRecord record, DatasetId dataset, long step) {
        String cellType = record.getSpecification().getCellType();
        Optional<CellType> scope = cellType.isEmpty() ? Optional.empty() : Optional.of(new CellType(cellType));
        try {
            return store.read(ObjectKeys.model(dataset, scope, model, "card.json"))
                    .map(card -> steps(card) == step)
                    .orElse(false);
        } catch (CorruptObjectException e) {
            LOG.warn("the card of model={} is damaged reason=\"{}\"", model, e.getMessage());
            return false;
        }
    }

    /** Whether every file of the model can be read. */
    private boolean isWhole(DatasetId dataset, RunId model) {
        try {
            models.published(dataset, model).stream()
                    .flatMap(Publications::files)
                    .filter(file -> !file.getKey().isEmpty())
                    .forEach(store::verify);
            return true;
        } catch (MissingObjectException | CorruptObjectException e) {
            LOG.warn("a file of model={} cannot be read reason=\"{}\"", model, e.getMessage());
            return false;
        }
    }

    private static Stream<ObjectRef> files(ModelPublished model) {
        return Stream.of(
                model.getOnnx(),
                model.getMeasuringOnnx(),
                model.getNetwork(),
                model.getDl4J(),
                model.getValidation(),
                model.getCard());
    }

    private static long steps(Versioned card) {
        ModelCard.Builder parsed = ModelCard.newBuilder();
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(new String(card.bytes(), StandardCharsets.UTF_8), parsed);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a model card in the store is not a card", e);
        }
        return parsed.getSteps();
    }
}
