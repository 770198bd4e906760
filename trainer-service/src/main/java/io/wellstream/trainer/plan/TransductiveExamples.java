package io.wellstream.trainer.plan;

import static java.util.stream.Collectors.toCollection;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.PseudoLabelSettings;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.TransductionReport;
import io.wellstream.trainer.labels.Prediction;
import io.wellstream.trainer.labels.Predictions;
import io.wellstream.trainer.labels.PseudoLabelRule;
import io.wellstream.trainer.labels.Transduction;
import io.wellstream.trainer.plan.Examples.Example;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The sites of test experiments that a run trains on: those of wells that another model labelled, and of controls, whose labels are known
 * in every experiment. The label of a treatment comes from the predictions alone.
 *
 * @param labelled with predicted labels, those of the run's test experiments first, in the order of their wells
 * @param controls in the order of their wells
 */
record TransductiveExamples(List<Example> labelled, List<Example> controls, TransductionReport report) {
    TransductiveExamples {
        labelled = List.copyOf(labelled);
        controls = List.copyOf(controls);
    }

    /**
     * Chooses them.
     *
     * @param examples of the run without them
     * @param predictions of the model that the run names, if it names one
     * @throws RefusedRunException if there are none, or if the model's labels do not fit the run
     */
    static TransductiveExamples of(
            RunSpecification run, DataSet data, Examples examples, Optional<Predictions> predictions) {
        Transduction transduction = new Transduction();
        List<Example> labelled = List.of();
        List<Example> controls = List.of();
        if (run.hasPseudoLabels()) {
            List<Example> candidates = new ArrayList<>(examples.test());
            candidates.addAll(testPart(run, data));
            Predictions known = predictions.orElseThrow();
            requireFitting(run.getPseudoLabels(), examples, known);
            labelled = labelled(run.getPseudoLabels(), candidates, known, transduction);
        }
        if (run.getTestControls()) {
            controls = controls(Scope.of(run), data, examples);
            if (controls.isEmpty()) {
                throw RefusedRunException.setting(
                        "test_controls",
                        true,
                        "false, because no test experiment has a control of the training's classes");
            }
            transduction.addControls(
                    controls.stream().map(example -> example.well().id()).collect(toCollection(TreeSet::new)));
        }
        return new TransductiveExamples(labelled, controls, transduction.report());
    }

    private static List<Example> labelled(
            PseudoLabelSettings settings,
            List<Example> candidates,
            Predictions predictions,
            Transduction transduction) {
        Set<WellId> unseen =
                candidates.stream().map(example -> example.well().id()).collect(Collectors.toSet());
        List<Prediction> predicted = predictions.wells().stream()
                .filter(prediction -> unseen.contains(prediction.well()))
                .toList();
        if (predicted.isEmpty()) {
            throw refused(
                    settings,
                    "no value, because the run has no test experiments, and the model did not predict the screen's test part"
                            + " (predict_test_part)");
        }
        List<Prediction> chosen = PseudoLabelRule.of(settings).choose(predicted);
        if (chosen.isEmpty()) {
            double highest = predicted.stream()
                    .mapToDouble(Prediction::probability)
                    .max()
                    .orElse(0);
            throw RefusedRunException.setting(
                    "pseudo_labels.min_probability",
                    settings.getMinProbability(),
                    "a value and a share that leave at least one of " + predicted.size()
                            + " wells; the most probable label has probability " + highest);
        }
        transduction.addPseudoLabels(
                settings.getModel(), settings.getPredictions().getSha256(), predicted, chosen);
        Map<WellId, Integer> labels = new HashMap<>();
        chosen.forEach(prediction -> labels.put(prediction.well(), prediction.label()));
        return candidates.stream()
                .map(example -> new Example(
                        example.well(),
                        example.site(),
                        labels.getOrDefault(example.well().id(), Batch.NO_LABEL)))
                .filter(example -> example.label() != Batch.NO_LABEL)
                .toList();
    }

    private static void requireFitting(PseudoLabelSettings settings, Examples examples, Predictions predictions) {
        Collection<String> test = examples.split().test().stream()
                .map(experiment -> experiment.name())
                .toList();
        if (!predictions.classes().equals(examples.classes())) {
            throw refused(
                    settings,
                    "a model of the same classes: this one has "
                            + predictions.classes().size() + ", the run has "
                            + examples.classes().size() + ", and " + common(predictions.classes(), examples.classes())
                            + " are in both");
        }
        if (!predictions.knownOf(test).isEmpty()) {
            throw refused(
                    settings,
                    "a model that does not know the true labels of the run's test experiments: this one was trained or"
                            + " validated on " + predictions.knownOf(test) + "; give both runs the same split");
        }
        if (!predictions.missingOf(test).isEmpty()) {
            throw refused(
                    settings,
                    "a model that predicted the run's test experiments: this one did not predict "
                            + predictions.missingOf(test) + "; give both runs the same split");
        }
    }

    private static long common(List<String> some, List<String> others) {
        return some.stream().filter(others::contains).count();
    }

    private static RefusedRunException refused(PseudoLabelSettings settings, String expected) {
        return RefusedRunException.setting("pseudo_labels.model", settings.getModel(), expected);
    }

    /** The sites of the treatments in the screen's test part; they have no label. */
    static List<Example> testPart(RunSpecification run, DataSet data) {
        Scope scope = Scope.of(run);
        return data.wells().stream()
                .filter(well -> well.subset() == Subset.SUBSET_TEST && !well.isControl() && scope.covers(well))
                .flatMap(well -> well.sites().stream().map(site -> new Example(well, site, Batch.NO_LABEL)))
                .toList();
    }

    /** The controls of the run's test experiments and of the screen's test part. */
    private static List<Example> controls(Scope scope, DataSet data, Examples examples) {
        Map<String, Integer> outputs = new HashMap<>();
        examples.classes().forEach(label -> outputs.put(label, outputs.size()));
        List<Example> controls = new ArrayList<>();
        for (DataSet.Well well : data.wells()) {
            boolean unseen = well.subset() == Subset.SUBSET_TEST
                    || examples.split().test().contains(well.id().experiment());
            int label = outputs.getOrDefault(well.label(), Batch.NO_LABEL);
            if (unseen && well.isControl() && scope.covers(well) && label != Batch.NO_LABEL) {
                well.sites().forEach(site -> controls.add(new Example(well, site, label)));
            }
        }
        return controls;
    }
}
