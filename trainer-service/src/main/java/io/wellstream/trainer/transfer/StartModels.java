package io.wellstream.trainer.transfer;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.ChannelDescription;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.proto.v1.StartSettings;
import io.wellstream.trainer.network.Blocks;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.plan.NetworkChoice;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.trainer.promotion.ModelCards;
import io.wellstream.wire.kafka.Table;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.store.ObjectStore;
import java.util.List;
import java.util.Optional;

/**
 * Finds the published models that a run begins with and takes labels from, and refuses those that it cannot use, before the run is
 * requested.
 */
public final class StartModels {
    /** What to do about a damaged or lost file of a published model. */
    public static final String RESTORED_BY =
            "'wellstream publish RUN' restores the files of a run's model from the run's checkpoint";

    private static final int CLASSES = 1_000; // any number: what is compared does not depend on it

    private static final String KEY = "start_from.model";

    private final PublishedModelNames models;
    private final LabelModels labels;
    private final ObjectStore store;

    public StartModels(Table<ModelPublished> models, ObjectStore store) {
        this.models = new PublishedModelNames(models);
        this.labels = new LabelModels(this.models, store);
        this.store = store;
    }

    /**
     * The specification with the files of its models, so that the run begins with the same weights and labels whenever it begins.
     *
     * @param effective a complete specification
     * @param screen of its data set, if it is known
     * @throws RefusedRunException if the run cannot use a model
     */
    public RunSpecification resolved(RunSpecification effective, Optional<ScreenDescription> screen) {
        return begun(labels.resolved(effective, screen), screen);
    }

    private RunSpecification begun(RunSpecification effective, Optional<ScreenDescription> screen) {
        if (!effective.hasStartFrom()) {
            return effective;
        }
        ModelPublished model = models.find(KEY, effective.getStartFrom().getModel(), effective);
        if (!model.hasNetwork()) {
            throw refused(effective, "a model whose network is kept; an earlier version published this one without it");
        }
        ModelCard card = ModelCards.parse(store.get(model.getCard()));
        screen.ifPresent(of -> requireSameChannels(KEY, effective.getStartFrom().getModel(), card.getScreen(), of));
        requireMatch(effective, card);
        return effective.toBuilder()
                .setStartFrom(StartSettings.newBuilder()
                        .setModel(effective.getStartFrom().getModel())
                        .setNetwork(model.getNetwork())
                        .setCard(model.getCard()))
                .build();
    }

    /** The record of a published model. */
    public Optional<ModelPublished> published(DatasetId dataset, RunId model) {
        return models.models().under(MessageKeys.dataset(dataset)).values().stream()
                .filter(each -> each.getRun().equals(model.name()))
                .findAny();
    }

    /**
     * Refuses a model of other channels.
     *
     * @param key the setting that names the model
     */
    static void requireSameChannels(String key, String name, ScreenDescription model, ScreenDescription data) {
        if (!stains(model).equals(stains(data))) {
            throw RefusedRunException.setting(
                    key,
                    name,
                    "a model of the data set's channels " + stains(data) + "; this one has " + stains(model));
        }
    }

    private static List<String> stains(ScreenDescription screen) {
        return screen.getChannelsList().stream().map(channel -> name(channel)).toList();
    }

    private static String name(ChannelDescription channel) {
        return channel.getStain().isEmpty() ? String.valueOf(channel.getNumber()) : channel.getStain();
    }

    /** At least one weight is taken, and all blocks that are to be frozen are. */
    private static void requireMatch(RunSpecification run, ModelCard card) {
        int channels = card.getInput().getChannels();
        NetworkSpec model = NetworkChoice.of(card.getSpecification(), channels, card.getClassesCount());
        NetworkSpec network = NetworkChoice.of(run, channels, CLASSES);
        WeightMatch match = WeightMatch.of(network, model, false);
        if (match.taken().isEmpty()) {
            throw refused(
                    run,
                    "a model whose network shares weights with " + network.name()
                            + " of this run's settings; this one is " + model.name());
        }
        int frozen = run.getFrozenBlocks();
        int blocks = Blocks.count(network);
        if (frozen > blocks) {
            throw RefusedRunException.setting(
                    "frozen_blocks", frozen, "at most " + blocks + ", the blocks of network " + network.name());
        }
        Blocks.upTo(network, frozen).stream()
                .flatMap(node -> match.kept().stream().filter(kept -> kept.startsWith(node.name() + "/")))
                .findFirst()
                .ifPresent(kept -> {
                    throw RefusedRunException.setting(
                            "frozen_blocks", frozen, "only blocks that the model has; it lacks " + kept);
                });
    }

    private static RefusedRunException refused(RunSpecification run, String expected) {
        return RefusedRunException.setting(KEY, run.getStartFrom().getModel(), expected);
    }
}
