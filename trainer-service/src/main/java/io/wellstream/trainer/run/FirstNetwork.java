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

/** The network that a run begins with: random weights from its seed, in place of which it takes those of a published model if it names one. */
record FirstNetwork(Network network, Optional<StartReport> report) {
    private static final Logger LOG = LoggerFactory.getLogger(FirstNetwork.class);

    /** @throws RefusedRunException if the run cannot begin with the model */
    static FirstNetwork of(RunPlan plan, Engine engine, ClaimedRun run) throws InterruptedException {
        RunSpecification specification = plan.specification();
        Network random = engine.create(
                NetworkChoice.of(
                        specification,
                        plan.data().channels(),
                        plan.examples().classes().size()),
                TrainingSettings.of(specification),
                specification.getSeed());
        if (!specification.hasStartFrom()) {
            return new FirstNetwork(random, Optional.empty());
        }
        StartSettings start = specification.getStartFrom();
        try (random;
                ObjectFile fresh = run.spool(random::save);
                ObjectFile model = run.fetch(start.getNetwork())) {
            ModelCard card = ModelCards.parse(run.get(start.getCard()));
            requireUnseen(plan, card);
            boolean sameClasses = card.getClassesList().equals(plan.examples().classes());
            try (StartingWeights weights = StartingWeights.open(fresh.path(), model.path(), sameClasses);
                    ObjectFile first = run.spool(weights::writeTo)) {
                StartReport report = report(specification, weights.match(), card);
                return new FirstNetwork(engine.restore(first.path(), 0), Optional.of(report));
            }
        } catch (MissingObjectException | CorruptObjectException e) {
            throw new RefusedRunException(
                    "a file of model '" + start.getModel() + "', which the run begins with, cannot be read: "
                            + e.getMessage() + "; " + StartModels.RESTORED_BY);
        }
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

    private static StartReport report(RunSpecification run, WeightMatch match, ModelCard card) {
        StartSettings start = run.getStartFrom();
        LOG.info(
                "begins with model={} weights={} numbers={} at_random={} unused={} frozen_blocks={}",
                start.getModel(),
                match.taken().size(),
                match.numbers(),
                match.kept(),
                match.unused(),
                run.getFrozenBlocks());
        List<String> taken = match.taken().stream().map(Weight::name).toList();
        return StartReport.newBuilder()
                .setModel(start.getModel())
                .setNetworkSha256(start.getNetwork().getSha256())
                .addAllTaken(taken)
                .setNumbersTaken(match.numbers())
                .addAllKept(match.kept())
                .addAllUnused(match.unused())
                .setFrozenBlocks(run.getFrozenBlocks())
                .addAllTransductiveExperiments(seenWithoutLabels(card, run))
                .build();
    }
}
