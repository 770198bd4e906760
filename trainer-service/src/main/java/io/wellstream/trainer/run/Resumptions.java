package io.wellstream.trainer.run;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.util.Timestamps;
import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.proto.v1.ResumeRequest;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunRequested;
import io.wellstream.proto.v1.RunResumption;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.trainer.checkpoint.Origin;
import io.wellstream.trainer.plan.EffectiveSpecification;
import io.wellstream.trainer.plan.RefusedRunException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a run that has ended goes on from its newest checkpoint, and which settings may change when it does. */
final class Resumptions {
    private Resumptions() {}

    /** The specification with the changes, completed. Only settings that leave network and plan as they are can change. */
    static RunSpecification changed(RunSpecification before, ResumeRequest changes) {
        RunSpecification.Builder after = before.toBuilder();
        if (changes.hasEpochs()) {
            if (changes.getEpochs() < 1) {
                throw RefusedRunException.setting("epochs", changes.getEpochs(), "1 or more");
            }
            after.setEpochs(changes.getEpochs());
        }
        if (changes.hasLearningRate()) {
            after.mergeLearningRate(changes.getLearningRate());
        }
        if (changes.hasPatienceEpochs()) {
            after.setPatienceEpochs(changes.getPatienceEpochs());
        }
        if (changes.hasCheckpointEverySteps()) {
            after.setCheckpointEverySteps(changes.getCheckpointEverySteps());
        }
        if (changes.hasCheckpointEveryMinutes()) {
            after.setCheckpointEveryMinutes(changes.getCheckpointEveryMinutes());
        }
        changeEngine(after, changes);
        return EffectiveSpecification.of(after.build());
    }

    /** An engine that cannot compute in the run's precision goes on in float32. */
    private static void changeEngine(RunSpecification.Builder after, ResumeRequest changes) {
        if (!changes.getEngine().isEmpty()) {
            after.setEngine(changes.getEngine());
            after.setPrecision(EffectiveSpecification.precisionFor(changes.getEngine(), after.getPrecision()));
        }
        if (!changes.getPrecision().isEmpty()) {
            after.setPrecision(changes.getPrecision());
        }
    }

    /** The record that requests the run again. */
    static RunRecord resumed(RunRecord ended, RunSpecification specification, long fromStep, long atMs) {
        return ended.toBuilder()
                .setSpecification(specification)
                .addEarlierSpecificationsSha256(Origin.digest(ended.getSpecification()))
                .setRequested(RunRequested.getDefaultInstance())
                .clearPublication()
                .setReopened(ended.getReopened() + 1)
                .addResumptions(RunResumption.newBuilder()
                        .setAtMs(atMs)
                        .setFromState(RunStates.name(ended))
                        .setReason(RunStates.reason(ended))
                        .setFromStep(fromStep)
                        .addAllChanges(differences(ended.getSpecification(), specification)))
                .build();
    }

    /** Whether training under this specification would end at this checkpoint. */
    static boolean isDone(RunSpecification specification, CheckpointComplete newest) {
        return newest.getEpoch() >= specification.getEpochs()
                || (newest.getIndex() == 0
                        && specification.getPatienceEpochs() > 0
                        && last(newest).map(EpochFinished::hasValidationLoss).orElse(false)
                        && newest.getEpochsWithoutImprovement() >= specification.getPatienceEpochs());
    }

    /** For people, e.g. in the model card. */
    static String describe(RunResumption resumption) {
        String changes = resumption.getChangesCount() == 0
                ? "no setting changed"
                : String.join(", ", resumption.getChangesList());
        return "resumed from step " + resumption.getFromStep() + " at "
                + Timestamps.toString(Timestamps.fromMillis(resumption.getAtMs())) + "; it was "
                + resumption.getFromState()
                + (resumption.getReason().isEmpty() ? "" : " (" + resumption.getReason() + ")") + "; " + changes;
    }

    private static Optional<EpochFinished> last(CheckpointComplete checkpoint) {
        int epochs = checkpoint.getHistoryCount();
        return epochs == 0 ? Optional.empty() : Optional.of(checkpoint.getHistory(epochs - 1));
    }

    /** A value, or what a blank one means. */
    private static String text(String name, Object value) {
        return value.equals("") ? EffectiveSpecification.BLANK.getOrDefault(name, "") : value.toString();
    }

    /** The settings that differ, e.g. {@code learning_rate.base: 0.001 -> 0.0005}. */
    static List<String> differences(RunSpecification before, RunSpecification after) {
        return differences("", before, after);
    }

    private static List<String> differences(String path, Message before, Message after) {
        List<String> differences = new ArrayList<>();
        for (FieldDescriptor field : before.getDescriptorForType().getFields()) {
            Object old = before.getField(field);
            Object now = after.getField(field);
            if (old.equals(now)) {
                continue;
            }
            String name = path + field.getName();
            if (old instanceof Message oldPart && now instanceof Message newPart) {
                differences.addAll(differences(name + ".", oldPart, newPart));
            } else {
                differences.add(name + ": " + text(name, old) + " -> " + text(name, now));
            }
        }
        return differences;
    }
}
