package io.wellstream.trainer.run;

import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.BatchNorms;
import io.wellstream.proto.v1.CheckpointComplete;
import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.proto.v1.EpochSoFar;
import io.wellstream.proto.v1.Metric;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.Phase;
import io.wellstream.proto.v1.TransductionReport;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.evaluation.Evaluated;
import io.wellstream.trainer.evaluation.Metrics;
import io.wellstream.trainer.evaluation.Temperature;
import io.wellstream.trainer.labels.Transduction;
import io.wellstream.trainer.plan.BestBy;
import io.wellstream.trainer.plan.Examples.Example;
import io.wellstream.trainer.plan.PlannedBatch;
import io.wellstream.trainer.plan.RunPlan;
import io.wellstream.trainer.run.TrainingLoop.Trained;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Writes a model's card: what a reader needs to use the model and to judge it. */
final class ModelCardWriter {
    private final RunPlan plan;
    private final RunManifest.Name manifest;
    private final Engine engine;
    private final String codeRevision;

    ModelCardWriter(RunPlan plan, RunManifest.Name manifest, Engine engine, String codeRevision) {
        this.plan = plan;
        this.manifest = manifest;
        this.engine = engine;
        this.codeRevision = codeRevision;
    }

    ModelCard card(Trained trained, CheckpointComplete chosen, Evaluated evaluated, List<String> batchNorms) {
        boolean calibrated = evaluated.validation().size() > 0;
        double temperature = calibrated ? Temperature.fit(evaluated.validation()) : Temperature.UNCALIBRATED;
        boolean leaks = plan.examples().split().leaks();
        ModelCard.Builder card = ModelCard.newBuilder();
        if (chosen.hasStart()) {
            card.setStart(chosen.getStart());
        }
        TransductionReport transduction = Transduction.begunWith(
                plan.transduction(),
                chosen.getStart().getModel(),
                chosen.getStart().getTransductiveExperimentsList());
        if (transduction.getExperimentsCount() > 0) {
            card.setTransduction(transduction);
        }
        return card.setRun(plan.run().name())
                .setDataset(plan.data().id().name())
                .setCellType(plan.specification().getCellType())
                .setTarget(plan.specification().getTarget())
                .addAllClasses(plan.examples().classes())
                .addAllControlClasses(plan.examples().controls())
                .addAllCellTypes(plan.cellTypes().names())
                .setScreen(plan.data().screen())
                .setInput(plan.input())
                .setSpecification(plan.specification())
                .setManifestKey(manifest.object().getKey())
                .setManifestSha256(manifest.dataSha256())
                .addAllTrainingExperiments(names(plan.examples().split().training()))
                .addAllValidationExperiments(names(plan.examples().split().validation()))
                .addAllTestExperiments(names(plan.examples().split().test()))
                .addAllWarnings(warnings(trained, transduction))
                .setTemperature(temperature)
                .setTemperatureSource(calibrated ? "validation" : "none")
                .setSteps(chosen.getStep())
                .setParametersSha256(chosen.getParametersSha256())
                .setCodeRevision(codeRevision)
                .setBackend(engine.describe())
                .setEngine(engine.name().toString())
                .setEnvironment(engine.environment())
                .setPlatform(System.getProperty("os.name") + "/" + System.getProperty("os.arch"))
                .setBitExact(trained.last().getBitExact())
                .setTrainedAtMs(trainedAt(trained.last()))
                .addMetrics(training(chosen))
                .addAllMetrics(marked(
                        Metrics.of("validation", leaks, evaluated.validation().outcomes(temperature)),
                        transduction,
                        plan.examples().split().validation()))
                .addAllMetrics(marked(
                        Metrics.of("test", false, evaluated.test().outcomes(temperature)),
                        transduction,
                        plan.examples().split().test()))
                .setBatchNorms(BatchNorms.newBuilder().addAllNames(batchNorms))
                .setLeakingSplit(leaks)
                .setChosenBy(calibrated ? BestBy.of(plan.specification()).toString() : "last step")
                .setNoValidation(plan.missing().validation())
                .setNoTest(plan.missing().test())
                .build();
    }

    /** The end of the last epoch; now for a checkpoint of the first one, which says no time. */
    private static long trainedAt(CheckpointComplete last) {
        return last.getHistoryList().stream()
                .mapToLong(EpochFinished::getFinishedAtMs)
                .max()
                .orElseGet(System::currentTimeMillis);
    }

    /** The training accuracy of the chosen step: of the epoch that ended with it, or of the part of an epoch before it. */
    private Metric training(CheckpointComplete chosen) {
        boolean epochEnded = chosen.getEpochSoFar().getSamples() == 0;
        int epoch = epochEnded ? chosen.getEpoch() - 1 : chosen.getEpoch();
        int[] sites = new int[plan.examples().classes().size()];
        long samples = 0;
        for (int index = 0; index < plan.batchesPerEpoch(); index++) {
            for (Example example : plan.examplesOf(new PlannedBatch(Phase.PHASE_TRAIN, epoch, index))) {
                if (plan.examples().isClass(example.label())) {
                    sites[example.label()]++;
                    samples++;
                }
            }
        }
        int mostFrequent = plan.examples().answers().mostFrequent();
        double chance = Math.max(1.0 / sites.length, (double) sites[mostFrequent] / samples);
        EpochSoFar measured = epochEnded
                ? EpochSoFar.newBuilder()
                        .setSamples(samples)
                        .setCorrect(Math.round(samples
                                * chosen.getHistory(chosen.getHistoryCount() - 1)
                                        .getTrainingAccuracy()))
                        .build()
                : chosen.getEpochSoFar();
        Metric accuracy =
                Metrics.training(measured, plan.examples().split().training().size(), chance);
        boolean mixed = plan.specification().hasCutmix() || plan.specification().hasMixup();
        return mixed ? accuracy.toBuilder().setUnit("augmented and mixed sites").build() : accuracy;
    }

    private static List<Metric> marked(
            List<Metric> metrics, TransductionReport transduction, Collection<ExperimentId> set) {
        return metrics.stream()
                .map(metric -> Transduction.mark(metric, transduction, names(set)))
                .toList();
    }

    private List<String> warnings(Trained trained, TransductionReport transduction) {
        List<String> warnings = new ArrayList<>(plan.warnings());
        Transduction.warnings(transduction).stream()
                .filter(warning -> !warnings.contains(warning))
                .forEach(warnings::add);
        if (plan.testBatches() == 0) {
            warnings.add("no test experiments: no figure here says how the model does on unseen experiments ("
                    + plan.missing().test() + ")");
        }
        if (plan.validationBatches() == 0) {
            warnings.add("no validation: trained for a fixed length, published the last checkpoint, and left the"
                    + " confidence uncalibrated (" + plan.missing().validation() + ")");
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
