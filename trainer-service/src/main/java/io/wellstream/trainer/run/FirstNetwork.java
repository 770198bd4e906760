package io.wellstream.trainer.run;

import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.StartReport;
import io.wellstream.proto.v1.StartSettings;
import io.wellstream.proto.v1.TransductiveExperiment;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.network.Weight;
import io.wellstream.trainer.onnx.RefusedOnnxException;
import io.wellstream.trainer.plan.NetworkChoice;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.trainer.plan.RunPlan;
import io.wellstream.trainer.promotion.ModelCards;
import io.wellstream.trainer.transfer.StartModels;
import io.wellstream.trainer.transfer.StartingWeights;
import io.wellstream.trainer.transfer.WeightMatch;
import io.wellstream.wire.store.CorruptObjectException;
import io.wellstream.wire.store.MissingObjectException;
import io.wellstream.wire.store.ObjectFile;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The network that a run begins with: random weights from its seed, in place of which it takes those of a model or a file if it names one.
 */
record FirstNetwork(Network network, Optional<StartReport> report) {
    private static final Logger LOG = LoggerFactory.getLogger(FirstNetwork.class);
    private static final String SENT_BY = "'wellstream train --start-from FILE.onnx' sends such a file again";

    /** @throws RefusedRunException if the run cannot begin with the model */
    static FirstNetwork of(RunPlan plan, Engine engine, ClaimedRun run) throws InterruptedException {
        RunSpecification specification = plan.specification();
        Network random = engine.create(
                NetworkChoice.of(
                        specification,
                        plan.data().channels(),
                        plan.examples().classes().size(),
                        plan.examples().controls().size(),
                        plan.cellTypes().types().size()),
                TrainingSettings.of(specification),
                specification.getSeed());
        if (!specification.hasStartFrom()) {
            return new FirstNetwork(random, Optional.empty());
        }
        StartSettings start = specification.getStartFrom();
        try (random;
                ObjectFile fresh = run.spool(random::save);
                ObjectFile theirs = run.fetch(start.hasOnnxFile() ? start.getOnnxFile() : start.getNetwork())) {
            Optional<ModelCard> card =
                    start.hasOnnxFile() ? Optional.empty() : Optional.of(ModelCards.parse(run.get(start.getCard())));
            try (StartingWeights weights = weights(plan, fresh, theirs, card);
                    ObjectFile first = run.spool(weights::writeTo)) {
                StartReport report = report(specification, weights.match(), card);
                return new FirstNetwork(engine.restore(first.path(), 0), Optional.of(report));
            }
        } catch (MissingObjectException | CorruptObjectException e) {
            String file = start.hasOnnxFile() ? "file '" : "a file of model '";
            throw new RefusedRunException(file + name(start) + "', which the run begins with, cannot be read: "
                    + e.getMessage() + "; " + (start.hasOnnxFile() ? SENT_BY : StartModels.RESTORED_BY));
        } catch (RefusedOnnxException e) {
            throw new RefusedRunException("the file '" + name(start) + "' is refused: " + e.getMessage());
        }
    }

    /** @param card of the model; empty for a file */
    private static StartingWeights weights(
            RunPlan plan, ObjectFile fresh, ObjectFile theirs, Optional<ModelCard> card) {
        if (card.isEmpty()) {
            return StartingWeights.ofOnnx(fresh.path(), theirs.path());
        }
        requireUnseen(plan, card.get());
        boolean sameClasses = card.get().getClassesList().equals(plan.examples().classes())
                && card.get().getControlClassesList().equals(plan.examples().controls());
        return StartingWeights.open(fresh.path(), theirs.path(), sameClasses);
    }

    private static String name(StartSettings start) {
        return start.getOnnx().isEmpty() ? start.getModel() : start.getOnnx();
    }

    /** A network that has seen an experiment says nothing about unseen ones there. */
    private static void requireUnseen(RunPlan plan, ModelCard card) {
        if (!card.getDataset().equals(plan.data().id().name())) {
            return;
        }
        TreeSet<String> seen = new TreeSet<>();
        plan.examples().split().validation().forEach(experiment -> seen.add(experiment.name()));
        plan.examples().split().test().forEach(experiment -> seen.add(experiment.name()));
        seen.retainAll(card.getTrainingExperimentsList());
        if (!seen.isEmpty()) {
            throw RefusedRunException.setting(
                    "start_from.model",
                    plan.specification().getStartFrom().getModel(),
                    "a model that was not trained on experiments which this run validates or tests on: this one was trained on "
                            + seen + "; give both runs the same split");
        }
    }

    /** Of another data set, they are other experiments even if their names are the same. */
    private static List<String> seenWithoutLabels(ModelCard card, RunSpecification run) {
        return card.getDataset().equals(run.getDataset())
                ? card.getTransduction().getExperimentsList().stream()
                        .map(TransductiveExperiment::getExperiment)
                        .toList()
                : List.of();
    }

    private static StartReport report(RunSpecification run, WeightMatch match, Optional<ModelCard> card) {
        StartSettings start = run.getStartFrom();
        LOG.info(
                "begins with model={} weights={} numbers={} changed={} at_random={} unused={} frozen_blocks={}",
                name(start),
                match.taken().size(),
                match.numbers(),
                match.changed(),
                match.kept(),
                match.unused(),
                run.getFrozenBlocks());
        List<String> taken = match.taken().stream().map(Weight::name).toList();
        return StartReport.newBuilder()
                .setModel(start.getModel())
                .setOnnx(start.getOnnx())
                .setNetworkSha256((start.hasOnnxFile() ? start.getOnnxFile() : start.getNetwork()).getSha256())
                .addAllTaken(taken)
                .setNumbersTaken(match.numbers())
                .addAllKept(match.kept())
                .addAllUnused(match.unused())
                .addAllChanged(match.changed())
                .setFrozenBlocks(run.getFrozenBlocks())
                .addAllTransductiveExperiments(
                        card.map(of -> seenWithoutLabels(of, run)).orElse(List.of()))
                .build();
    }
}
