package io.wellstream.trainer.run;

import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.BatchNorms;
import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.proto.v1.EpochSoFar;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.Phase;
import io.wellstream.trainer.checkpoint.Checkpoints.Checkpoint;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.evaluation.Evaluation;
import io.wellstream.trainer.evaluation.Metrics;
import io.wellstream.trainer.evaluation.Temperature;
import io.wellstream.trainer.plan.PlannedBatch;
import io.wellstream.trainer.plan.RunPlan;
import io.wellstream.trainer.run.TrainingLoop.Trained;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Writes a model's card: what a reader needs to use the model and to judge it. */
final class ModelCardWriter {
    private final RunPlan plan;
    private final ObjectRef manifest;
    private final Engine engine;
    private final String codeRevision;

    /** What the chosen network says of the wells that it was not trained on. */
    record Evaluated(Evaluation validation, Evaluation test) {}

    ModelCardWriter(RunPlan plan, ObjectRef manifest, Engine engine, String codeRevision) {
        this.plan = plan;
        this.manifest = manifest;
        this.engine = engine;
        this.codeRevision = codeRevision;
    }

    ModelCard card(Trained trained, Checkpoint chosen, Evaluated evaluated, List<String> batchNorms) {
        boolean calibrated = evaluated.validation().size() > 0;
        double temperature = calibrated ? Temperature.fit(evaluated.validation()) : Temperature.UNCALIBRATED;
        long seed = plan.specification().getSeed();
        EpochFinished lastEpoch = trained.last().getHistory(trained.last().getHistoryCount() - 1);
        return ModelCard.newBuilder()
                .setRun(plan.run().name())
                .setDataset(plan.data().id().name())
                .setCellType(plan.specification().getCellType())
                .setTarget(plan.specification().getTarget())
                .addAllClasses(plan.examples().classes())
                .setScreen(plan.data().screen())
                .setInput(plan.input())
                .setSpecification(plan.specification())
                .setManifestKey(manifest.getKey())
                .setManifestSha256(manifest.getSha256())
                .addAllTrainingExperiments(names(plan.examples().split().training()))
                .addAllValidationExperiments(names(plan.examples().split().validation()))
                .addAllTestExperiments(names(plan.examples().split().test()))
                .addAllWarnings(warnings(trained))
                .setTemperature(temperature)
                .setTemperatureSource(calibrated ? "validation" : "none")
                .setSteps(trained.chosenStep())
                .setParametersSha256(chosen.complete().getParametersSha256())
                .setCodeRevision(codeRevision)
                .setBackend(engine.describe())
                .setPlatform(System.getProperty("os.name") + "/" + System.getProperty("os.arch"))
                .setBitExact(trained.last().getBitExact())
                .setTrainedAtMs(lastEpoch.getFinishedAtMs())
                .addMetrics(Metrics.training(samplesOf(lastEpoch)))
                .addAllMetrics(Metrics.of("validation", evaluated.validation(), temperature, seed))
                .addAllMetrics(Metrics.of("test", evaluated.test(), temperature, seed))
                .setBatchNorms(BatchNorms.newBuilder().addAllNames(batchNorms))
                .build();
    }

    /** The numbers of samples and of hits in an epoch, recomputed from the plan and the accuracy in the epoch's event. */
    private EpochSoFar samplesOf(EpochFinished epoch) {
        long samples = 0;
        for (int index = 0; index < plan.batchesPerEpoch(); index++) {
            samples += plan.examplesOf(new PlannedBatch(Phase.PHASE_TRAIN, epoch.getEpoch(), index))
                    .size();
        }
        return EpochSoFar.newBuilder()
                .setSamples(samples)
                .setCorrect(Math.round(epoch.getTrainingAccuracy() * samples))
                .build();
    }

    private List<String> warnings(Trained trained) {
        List<String> warnings = new ArrayList<>(plan.warnings());
        if (plan.examples().split().test().isEmpty()) {
            warnings.add("no test experiments: no figure here says how the model does on unseen experiments");
        }
        if (plan.validationBatches() == 0) {
            warnings.add("no validation: trained for a fixed length, published the last checkpoint, and left the"
                    + " confidence uncalibrated");
        }
        if (plan.specification().getPartial()) {
            warnings.add("trained on a data set whose ingest had not finished");
        }
        if (!trained.last().getBitExact()) {
            warnings.add("not bit-exact: the run was resumed in another environment than the one it began in");
        }
        return warnings;
    }

    private static List<String> names(Collection<ExperimentId> experiments) {
        return experiments.stream().map(ExperimentId::name).toList();
    }
}
