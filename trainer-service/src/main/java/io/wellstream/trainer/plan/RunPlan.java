package io.wellstream.trainer.plan;

import io.wellstream.imaging.augment.AugmentationPolicy;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.normalize.Normalization;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.InputDescription;
import io.wellstream.proto.v1.Phase;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.SampleRequest;
import io.wellstream.proto.v1.TransductionReport;
import io.wellstream.trainer.labels.Predictions;
import io.wellstream.trainer.labels.Transduction;
import io.wellstream.trainer.mixing.MixedBatch;
import io.wellstream.trainer.mixing.Mixing;
import io.wellstream.trainer.mixing.MixingPolicy;
import io.wellstream.trainer.order.EpochPlan;
import io.wellstream.trainer.plan.Examples.Example;
import io.wellstream.wire.Floats;
import io.wellstream.wire.keys.RunId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All batches of a run in order: a pure function of its name, its effective specification and its manifest. The batches have
 * consecutive positions, epoch after epoch, with each epoch's training batches before its validation batches, so that
 * requests can be sent ahead across the end of an epoch.
 */
public final class RunPlan {
    private final RunId run;
    private final RunSpecification specification;
    private final DataSet data;
    private final Examples examples;
    private final EpochPlan<Example> epochs;
    private final BatchControls controls;
    private final CellTypeInput cellTypes;
    private final List<EvaluationBatch> validation;
    private final List<EvaluationBatch> test;
    private final Preparation normalization;
    private final MissingSets missing;
    private final SampleJitter jitter;
    private final MixingPolicy mixing;
    private final TransductionReport transduction;
    private final List<EvaluationBatch> testPart;

    private RunPlan(
            RunId run, RunSpecification specification, DataSet data, Examples examples, TransductiveExamples more) {
        this.run = run;
        this.specification = specification;
        this.data = data;
        this.examples = examples;
        this.transduction = more.report();
        List<Example> predicted =
                specification.getPredictTestPart() ? TransductiveExamples.testPart(specification, data) : List.of();
        this.normalization = Preparation.of(specification, data, examples, predicted);
        this.controls = BatchControls.of(specification, data, examples);
        this.epochs = new EpochPlan<>(
                examples.training(),
                controls.perBatch() == 0 ? examples.rationed() : List.of(),
                examples.ration(),
                specification.getSeed(),
                specification.getBatchSize() - controls.perBatch(),
                BatchChoice.of(specification, examples));
        this.cellTypes = CellTypeInput.of(specification, examples);
        this.validation = EvaluationBatch.of(specification, data, examples.validation());
        this.test = EvaluationBatch.of(specification, data, examples.test());
        this.testPart = EvaluationBatch.of(specification, data, predicted);
        this.jitter = new SampleJitter(specification);
        this.mixing = VariationSettings.policy(specification);
        this.missing = MissingSets.of(specification, Scope.of(specification).labelled(data), examples.split());
    }

    /**
     * Plans a run.
     *
     * @throws RefusedRunException if the data does not allow it
     */
    public static RunPlan of(RunId run, RunSpecification effective, DataSet data) {
        return of(run, effective, data, Optional.empty());
    }

    /**
     * Plans a run that may take labels from a model.
     *
     * @param predictions of the model that {@code pseudo_labels} names; empty if it names none
     * @throws RefusedRunException if the data or the predictions do not allow it
     */
    public static RunPlan of(RunId run, RunSpecification effective, DataSet data, Optional<Predictions> predictions) {
        Examples known = Examples.of(effective, data);
        TransductiveExamples more = TransductiveExamples.of(effective, data, known, predictions);
        Examples examples = known.with(more);
        RunPlan plan = new RunPlan(run, effective, data, examples, more);
        new PlanChecks(effective, data, examples).check(plan.missing, plan.epochs.examplesPerEpoch());
        return plan;
    }

    public RunId run() {
        return run;
    }

    public RunSpecification specification() {
        return specification;
    }

    public DataSet data() {
        return data;
    }

    public Examples examples() {
        return examples;
    }

    /** Why the run has no validation or test experiments, if so. */
    public MissingSets missing() {
        return missing;
    }

    /** The wells of test experiments that the run trains on. */
    public TransductionReport transduction() {
        return transduction;
    }

    /** Training batches in an epoch. */
    public int batchesPerEpoch() {
        return epochs.batchesPerEpoch();
    }

    /** Training batches in the whole run, unless it stops early. */
    public long steps() {
        return (long) specification.getEpochs() * batchesPerEpoch();
    }

    public int validationBatches() {
        return validation.size();
    }

    public int testBatches() {
        return test.size();
    }

    /** Batches of the screen's test part, which is predicted and has no labels; none unless the run asks for them. */
    public int testPartBatches() {
        return testPart.size();
    }

    /** The position of a training batch; an {@code index} after the last training batch is a validation batch. */
    public long position(int epoch, int index) {
        return (long) epoch * positionsPerEpoch() + index;
    }

    /** The batch at a position. Validation batches are the same in every epoch: those of epoch 0. */
    public PlannedBatch at(long position) {
        int epoch = Math.toIntExact(position / positionsPerEpoch());
        int index = (int) (position % positionsPerEpoch());
        return index < batchesPerEpoch()
                ? new PlannedBatch(Phase.PHASE_TRAIN, epoch, index)
                : new PlannedBatch(Phase.PHASE_VALIDATE, 0, index - batchesPerEpoch());
    }

    /** The examples of a batch, in their order. Test batches follow the validation batches, and those of the test part follow them. */
    public List<Example> examplesOf(PlannedBatch batch) {
        return batch.phase() == Phase.PHASE_TRAIN
                ? controls.join(epochs.batch(batch.epoch(), batch.index()), batch.epoch(), batch.index())
                : evaluated(batch).examples();
    }

    /** A batch of an evaluation. */
    public EvaluationBatch evaluated(PlannedBatch batch) {
        int index = batch.index();
        for (List<EvaluationBatch> set : List.of(validation, test, testPart)) {
            if (index < set.size()) {
                return set.get(index);
            }
            index -= set.size();
        }
        throw new IndexOutOfBoundsException("the run has no batch " + batch);
    }

    /** A batch of an evaluation as the network reads it. */
    public MixedBatch evaluated(EvaluationBatch planned, Batch batch) {
        return cellTypes.with(MixedBatch.unmixed(batch), planned.examples());
    }

    /** The request for a batch; requests of different attempts differ only in the attempt. */
    public BatchRequest request(PlannedBatch batch, int attempt) {
        boolean train = batch.phase() == Phase.PHASE_TRAIN;
        AugmentationPolicy augmentation = AugmentationPolicy.named(specification.getAugmentation());
        BatchRequest.Builder request = BatchRequest.newBuilder()
                .setRun(run.name())
                .setAttempt(attempt)
                .setDataset(data.id().name())
                .setPhase(batch.phase())
                .setEpoch(batch.epoch())
                .setIndex(batch.index())
                .setKernelVersion(normalization.kernelVersion())
                .setSide(specification.getImageSide())
                .setAugmentation((train ? augmentation : augmentation.withoutChance()).toString())
                .setSeed(specification.getSeed())
                .setChannels(data.channels());
        Map<PlateId, Integer> numbers = new HashMap<>(); // of the request's illumination functions
        for (Example example : examplesOf(batch)) {
            Normalization.Sample values = normalization
                    .normalizer()
                    .forSite(example.site().id(), example.site().statistics());
            SampleRequest.Builder sample =
                    sample(example, train ? jitter.of(values, example.site(), batch.epoch()) : values);
            normalization.illumination(example.well().id().plate()).ifPresent(functions -> {
                PlateId plate = example.well().id().plate();
                sample.setIllumination(numbers.computeIfAbsent(plate, each -> {
                    request.addIlluminations(functions);
                    return request.getIlluminationsCount();
                }));
            });
            request.addSamples(sample);
        }
        return request.build();
    }

    /** A training batch as the network learns it: mixed, and without the labels of controls that are no class. */
    public MixedBatch training(int epoch, int index, Batch batch) {
        int labelled = controls.labelled(batch.samples());
        MixedBatch mixed = MixedBatch.of(batch, mixing(epoch, index, labelled), labelled);
        return cellTypes.with(mixed, examplesOf(new PlannedBatch(Phase.PHASE_TRAIN, epoch, index)));
    }

    /** The cell types that the network reads. */
    public CellTypeInput cellTypes() {
        return cellTypes;
    }

    /** How the samples of a training batch are mixed with one another after normalisation. */
    public Mixing mixing(int epoch, int index, int samples) {
        return mixing.draw(specification.getSeed(), epoch, index, samples, specification.getImageSide());
    }

    /** What the input of the model must be. */
    public InputDescription input() {
        return normalization.input();
    }

    /** What a reader must know to interpret the results of this run. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (examples.split().leaks()) {
            warnings.add(
                    "split random-sites leaks: validation sites share wells and experiments with training sites, so"
                            + " the validation metrics, and the confidence that is calibrated on them, say nothing about"
                            + " unseen experiments");
        }
        Examples.unknownLabels("validation", examples.validation()).ifPresent(warnings::add);
        Examples.unknownLabels("test", examples.test()).ifPresent(warnings::add);
        warnings.addAll(missing.warnings());
        warnings.addAll(normalization.warnings());
        examples.maskedSites().ifPresent(warnings::add);
        warnings.addAll(EvaluationBatch.warnings(specification, data, examples.split()));
        warnings.addAll(Transduction.warnings(transduction));
        warnings.addAll(normalization.normalizer().warnings());
        return warnings;
    }

    private static SampleRequest.Builder sample(Example example, Normalization.Sample values) {
        return SampleRequest.newBuilder()
                .setWell(example.well().key())
                .setSite(example.site().id().number())
                .setSize(example.site().size())
                .setSha256(example.site().sha256())
                .setLabel(example.label())
                .addAllScale(Floats.list(values.scale()))
                .addAllOffset(Floats.list(values.offset()));
    }

    private int positionsPerEpoch() {
        return batchesPerEpoch() + validationBatches();
    }
}
