package io.wellstream.imaging.normalize;

import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.SiteId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Computes each sample's scale and offset. It is built from all known sites of the experiments in question, in any order. Trainer
 * and scorer both use this class, so that they cannot differ.
 */
public final class Normalizer {
    private final NormalizationKind kind;
    private final @Nullable DatasetStatistics dataset;
    private final boolean keepsMeanSquare;
    private final Map<PlateId, ChannelStatistics> plates = new TreeMap<>();
    private final Map<ExperimentId, ChannelStatistics> experiments = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();

    private Normalizer(NormalizationKind kind, @Nullable DatasetStatistics dataset, boolean keepsMeanSquare) {
        this.kind = kind;
        this.dataset = dataset;
        this.keepsMeanSquare = keepsMeanSquare;
    }

    /**
     * Builds a normaliser.
     *
     * @param known all known sites of the experiments in question
     * @param dataset fixed with the model; needed by {@link NormalizationKind#DATASET} only
     * @param controlLabels the labels of the controls to use; empty for every well marked as a control
     */
    public static Normalizer of(
            NormalizationKind kind,
            Collection<SiteStatistics> known,
            @Nullable DatasetStatistics dataset,
            Set<String> controlLabels) {
        return of(kind, known, dataset, controlLabels, false);
    }

    /**
     * As {@link #of(NormalizationKind, Collection, DatasetStatistics, Set)}.
     *
     * @param keepsMeanSquare whether the other channels of a site that masks some are scaled, as in a run with {@code channel_dropout}
     */
    public static Normalizer of(
            NormalizationKind kind,
            Collection<SiteStatistics> known,
            @Nullable DatasetStatistics dataset,
            Set<String> controlLabels,
            boolean keepsMeanSquare) {
        if (kind == NormalizationKind.DATASET && dataset == null) {
            throw new IllegalArgumentException("normalisation 'dataset' without the data set's statistics");
        }
        Normalizer normalizer = new Normalizer(kind, dataset, keepsMeanSquare);
        List<SiteStatistics> sorted = known.stream()
                .sorted(Comparator.comparing(SiteStatistics::site))
                .toList();
        switch (kind) {
            case UNIT, DATASET, SAMPLE -> {}
            case EXPERIMENT -> pool(sorted, site -> site.site().well().experiment(), normalizer.experiments);
            case PLATE -> pool(sorted, site -> site.site().well().plate(), normalizer.plates);
            case CONTROLS -> {
                pool(sorted, site -> site.site().well().plate(), normalizer.plates);
                normalizer.useControls(sorted, controlLabels);
            }
        }
        return normalizer;
    }

    /**
     * The normalisation of one site. The channels that it masks become zeros.
     *
     * @param own the site's own statistics
     * @throws UnknownStatisticsException if its plate or experiment is needed and not known
     */
    public Normalization.Sample forSite(SiteId site, ChannelStatistics own) {
        return Normalization.masked(unmasked(site, own), own, keepsMeanSquare);
    }

    private Normalization.Sample unmasked(SiteId site, ChannelStatistics own) {
        return switch (kind) {
            case UNIT -> unit(own);
            case DATASET -> checked(site, own, dataset == null ? null : dataset.statistics(), "the data set");
            case SAMPLE -> Normalization.standardise(own);
            case PLATE, CONTROLS -> {
                PlateId plate = site.well().plate();
                yield checked(site, own, plates.get(plate), "plate " + plate);
            }
            case EXPERIMENT -> {
                ExperimentId experiment = site.well().experiment();
                yield checked(site, own, experiments.get(experiment), "experiment " + experiment);
            }
        };
    }

    /** Warnings for the user: plates with too few controls, by name. */
    public List<String> warnings() {
        return Collections.unmodifiableList(warnings);
    }

    private static Normalization.Sample unit(ChannelStatistics own) {
        float[] scale = new float[own.channels()];
        Arrays.fill(scale, 1f / own.depth().most());
        return new Normalization.Sample(scale, new float[scale.length]);
    }

    private static Normalization.Sample checked(
            SiteId site, ChannelStatistics own, @Nullable ChannelStatistics statistics, String of) {
        if (statistics == null) {
            throw new UnknownStatisticsException(site, "no statistics of " + of);
        }
        if (statistics.channels() != own.channels()) {
            throw new UnknownStatisticsException(
                    site, "it has " + own.channels() + " channels, " + of + " has " + statistics.channels());
        }
        if (statistics.depth() != own.depth()) {
            throw new UnknownStatisticsException(
                    site, "it has " + own.depth() + " grey levels, " + of + " has " + statistics.depth() + " ones");
        }
        return Normalization.standardise(statistics);
    }

    private static <K extends Comparable<K>> void pool(
            List<SiteStatistics> sites, Function<SiteStatistics, K> key, Map<K, ChannelStatistics> into) {
        Map<K, List<Moments>> groups = new TreeMap<>();
        for (SiteStatistics site : sites) {
            groups.computeIfAbsent(key.apply(site), k -> new ArrayList<>()).add(Moments.of(site.statistics()));
        }
        groups.forEach((k, moments) -> into.put(k, Moments.mean(moments).statistics()));
    }

    /** Replaces each plate's statistics by those of its controls, if there are enough. */
    private void useControls(List<SiteStatistics> sites, Set<String> controlLabels) {
        Map<ExperimentId, Map<PlateId, SortedMap<String, List<Moments>>>> controls = new TreeMap<>();
        for (SiteStatistics site : sites) {
            boolean counts = controlLabels.isEmpty() || controlLabels.contains(site.labelOrEmpty());
            if (site.control() && !site.labelOrEmpty().isEmpty() && counts) {
                PlateId plate = site.site().well().plate();
                controls.computeIfAbsent(plate.experiment(), e -> new TreeMap<>())
                        .computeIfAbsent(plate, p -> new TreeMap<>())
                        .computeIfAbsent(site.labelOrEmpty(), label -> new ArrayList<>())
                        .add(Moments.of(site.statistics()));
            }
        }
        Map<ExperimentId, PlateControls> rules = new TreeMap<>();
        controls.forEach((experiment, plate) -> rules.put(experiment, new PlateControls(plate)));
        for (Map.Entry<PlateId, ChannelStatistics> entry : plates.entrySet()) {
            PlateId plate = entry.getKey();
            PlateControls rule = rules.computeIfAbsent(plate.experiment(), e -> new PlateControls(new TreeMap<>()));
            rule.statistics(plate)
                    .ifPresentOrElse(
                            entry::setValue,
                            () -> warnings.add("plate " + plate + " has " + rule.present(plate)
                                    + " controls, fewer than " + PlateControls.FEWEST_CONTROLS
                                    + ": normalised by all its wells instead"));
        }
    }
}
