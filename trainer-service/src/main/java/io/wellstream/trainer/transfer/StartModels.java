package io.wellstream.trainer.transfer;

import io.wellstream.proto.v1.ChannelDescription;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.proto.v1.StartSettings;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.plan.NetworkChoice;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.trainer.promotion.ModelCards;
import io.wellstream.wire.kafka.Table;
import io.wellstream.wire.store.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the published model or the file that a run begins with, and refuses one that it cannot begin with, before the run is requested. */
public final class StartModels {
    private static final int CLASSES = 1_000; // any number: what is compared does not depend on it

    private final Table<ModelPublished> models;
    private final ObjectStore store;
    private final StartFiles files;

    /** @param files that users brought */
    public StartModels(Table<ModelPublished> models, ObjectStore store, StartFiles files) {
        this.models = models;
        this.store = store;
        this.files = files;
    }

    /**
     * The specification with the files of its model, so that the run begins with the same weights whenever it begins.
     *
     * @param effective a complete specification
     * @param screen of its data set, if it is known
     * @throws RefusedRunException if the run cannot begin with the model or the file
     */
    public RunSpecification resolved(RunSpecification effective, Optional<ScreenDescription> screen) {
        if (!effective.hasStartFrom()) {
            return effective;
        }
        return effective.getStartFrom().getOnnx().isEmpty()
                ? ofModel(effective, screen)
                : files.resolved(effective, screen.map(ScreenDescription::getChannelsCount));
    }

    private RunSpecification ofModel(RunSpecification effective, Optional<ScreenDescription> screen) {
        ModelPublished model = find(effective);
        if (!model.hasNetwork()) {
            throw refused(effective, "a model whose network is kept; an earlier version published this one without it");
        }
        ModelCard card = ModelCards.parse(store.get(model.getCard()));
        screen.ifPresent(of -> requireSameChannels(effective, card.getScreen(), of));
        requireMatch(effective, card);
        return effective.toBuilder()
                .setStartFrom(StartSettings.newBuilder()
                        .setModel(effective.getStartFrom().getModel())
                        .setNetwork(model.getNetwork())
                        .setCard(model.getCard()))
                .build();
    }

    /** By name, or by data set and name where several data sets have a model of this name. */
    private ModelPublished find(RunSpecification run) {
        String name = run.getStartFrom().getModel();
        List<ModelPublished> named = models.under("").values().stream()
                .filter(model -> name.equals(model.getRun()) || name.equals(model.getDataset() + "/" + model.getRun()))
                .toList();
        List<ModelPublished> here = named.stream()
                .filter(model -> model.getDataset().equals(run.getDataset()))
                .toList();
        List<ModelPublished> chosen = named.size() > 1 ? here : named;
        if (chosen.size() == 1) {
            return chosen.getFirst();
        }
        String known = models.under("").values().stream()
                .map(model -> model.getDataset() + "/" + model.getRun())
                .sorted()
                .distinct()
                .collect(Collectors.joining(", "));
        throw refused(run, "a published model: " + (known.isEmpty() ? "there is none" : "one of " + known));
    }

    private static void requireSameChannels(RunSpecification run, ScreenDescription model, ScreenDescription data) {
        if (!stains(model).equals(stains(data))) {
            throw refused(
                    run, "a model of the data set's channels " + stains(data) + "; this one has " + stains(model));
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
        match.requireFrozen(run.getFrozenBlocks(), network);
    }

    private static RefusedRunException refused(RunSpecification run, String expected) {
        return RefusedRunException.setting(
                "start_from.model", run.getStartFrom().getModel(), expected);
    }
}
