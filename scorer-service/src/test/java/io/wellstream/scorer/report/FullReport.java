package io.wellstream.scorer.report;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.AccuracyEstimate;
import io.wellstream.proto.v1.Adaptation;
import io.wellstream.proto.v1.Band;
import io.wellstream.proto.v1.ConfusionCount;
import io.wellstream.proto.v1.ExperimentAccount;
import io.wellstream.proto.v1.ExperimentShare;
import io.wellstream.proto.v1.KnownTruth;
import io.wellstream.proto.v1.LabelRecall;
import io.wellstream.proto.v1.PlateAccount;
import io.wellstream.proto.v1.ReliabilityBin;
import io.wellstream.proto.v1.Share;
import io.wellstream.proto.v1.StepEffect;
import io.wellstream.proto.v1.StepTruth;
import io.wellstream.proto.v1.SubmissionModel;
import io.wellstream.proto.v1.SubmissionReport;
import io.wellstream.proto.v1.SurestShare;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A report that has every part, and a given text wherever a text is free. */
final class FullReport {
    static final WellId WELL = WellId.of("HUVEC-05", 1, "B03");

    private FullReport() {}

    static SubmissionReport of(String text) {
        return SubmissionReport.newBuilder()
                .setDataset(text)
                .setRows(2_000)
                .setFilled(3)
                .setMissing(text)
                .setViews(8)
                .setDesignPrior(true)
                .setMinConfidence(0.3)
                .setAdaptToExperiments(true)
                .addModels(SubmissionModel.newBuilder()
                        .setCellType(text)
                        .setRun(text)
                        .setRows(2_000)
                        .setMeanConfidence(0.5)
                        .addWarnings(text)
                        .addWarnings(text)
                        .addTransductiveExperiments(text)
                        .addTransductiveExperiments(text))
                .addAlarms(text)
                .addKnown(known(text))
                .addSteps(step(text))
                .addSteps(step(text))
                .addEstimates(AccuracyEstimate.newBuilder()
                        .setExperiment(text)
                        .setMethod(text)
                        .setValue(0.4)
                        .setLow(0.3)
                        .setHigh(0.5)
                        .setCoverage(0.8)
                        .setBasis(text))
                .addExperiments(experiment(
                        WELL.experiment().name(), Adaptation.newBuilder().setSites(9)))
                .addExperiments(experiment(text, Adaptation.newBuilder().setRefused(text)))
                .addRecall(LabelRecall.newBuilder().setLabel(text).setRecall(share()))
                .addRecall(LabelRecall.newBuilder().setLabel(text).setRecall(Share.getDefaultInstance()))
                .addNotSaid(text)
                .build();
    }

    static Share share() {
        return Share.newBuilder()
                .setHits(1_300)
                .setN(2_400)
                .setValue(0.542)
                .setLow(0.522)
                .setHigh(0.562)
                .setExperiments(2)
                .build();
    }

    /** The plate of the report's first experiment: a treatment and a control, with and without a known treatment, right and wrong. */
    static List<PlateMap> plates(String text) {
        return List.of(new PlateMap(
                WELL.plate(),
                Stream.of(true, false)
                        .flatMap(control -> Stream.of(
                                        Optional.of(text), Optional.<String>empty(), Optional.of(text + "!"))
                                .map(truth -> new PlateMap.Spot(WELL.position(), text, 0.5, control, truth)))
                        .toList()));
    }

    /** The message without one of its fields, or of the fields of a message inside, for each of them. */
    static Stream<Message> eachWithoutOneField(Message message) {
        return message.getAllFields().keySet().stream()
                .flatMap(field -> Stream.concat(
                        Stream.of(message.toBuilder().clearField(field).build()),
                        eachWithoutOneInside(message, field)));
    }

    private static Stream<Message> eachWithoutOneInside(Message message, FieldDescriptor field) {
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return Stream.empty();
        }
        if (!field.isRepeated()) {
            return eachWithoutOneField((Message) message.getField(field))
                    .map(inside -> message.toBuilder().setField(field, inside).build());
        }
        return IntStream.range(0, message.getRepeatedFieldCount(field)).boxed().flatMap(index -> eachWithoutOneField(
                        (Message) message.getRepeatedField(field, index))
                .map(inside -> message.toBuilder()
                        .setRepeatedField(field, index, inside)
                        .build()));
    }

    private static KnownTruth known(String text) {
        return KnownTruth.newBuilder()
                .setSet(text)
                .setCellType(text)
                .setAccuracy(share())
                .setCalibrationError(0.07)
                .setChance(0.01)
                .addReliability(ReliabilityBin.newBuilder().setConfidence(0.6).setAccuracy(share()))
                .addSurest(SurestShare.newBuilder().setCoverage(0.5).setAccuracy(share()))
                .addExperiments(ExperimentShare.newBuilder().setExperiment(text).setAccuracy(share()))
                .setTransductive(true)
                .addConfusion(confusion(text, text, 3))
                .addConfusion(confusion(text, text + "!", 1))
                .build();
    }

    private static ConfusionCount.Builder confusion(String label, String predicted, int wells) {
        return ConfusionCount.newBuilder()
                .setLabel(label)
                .setPredicted(predicted)
                .setWells(wells);
    }

    private static StepEffect step(String text) {
        return StepEffect.newBuilder()
                .setStep(text)
                .setRows(2_000)
                .setChanged(500)
                .addTruth(StepTruth.newBuilder().setSet(text).setAccuracy(share()))
                .build();
    }

    private static ExperimentAccount experiment(String name, Adaptation.Builder adaptation) {
        return ExperimentAccount.newBuilder()
                .setExperiment(name)
                .setRows(1_000)
                .setMeanConfidence(0.5)
                .setNotCalled(10)
                .setSitesAgree(share())
                .setControls(share())
                .setAdaptation(adaptation)
                .addPlates(PlateAccount.newBuilder()
                        .setPlate(1)
                        .setGroup(2)
                        .addBands(band("row " + name, 0.9))
                        .addBands(band("row " + name, 1.1))
                        .addBands(band("column 01", 0.8))
                        .addBands(band("column 02", 1.2))
                        .addBands(band("edge", 0.9))
                        .addBands(band("inside", 1)))
                .build();
    }

    private static Band band(String name, double intensity) {
        return Band.newBuilder()
                .setName(name)
                .setWells(12)
                .setMeanConfidence(0.5)
                .setIntensity(intensity)
                .build();
    }
}
