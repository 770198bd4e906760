package io.wellstream.local.cli.accuracy;

import io.wellstream.imaging.augment.AugmentationPolicy;
import io.wellstream.imaging.augment.Augmenter;
import io.wellstream.imaging.augment.SampleSeed;
import io.wellstream.imaging.normalize.ChannelStatistics;
import io.wellstream.imaging.normalize.Normalization;
import io.wellstream.imaging.normalize.NormalizationKind;
import io.wellstream.imaging.normalize.Normalizer;
import io.wellstream.imaging.normalize.SiteStatistics;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.render.Composite;
import io.wellstream.imaging.render.ContactSheet;
import io.wellstream.imaging.render.Palette;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.simulator.SimulatedScreen;
import io.wellstream.simulator.SimulatedWell;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A picture of untreated cells in several experiments, before and after each normalisation and augmentation. All pictures of one row
 * of normalisations have the same colours, so a difference in brightness is a difference in what a network gets.
 */
final class SiteGallery {
    private static final int EXPERIMENTS = 6;
    private static final int TILE = 192;
    /** Grey level of a normalised 0, and grey levels per standard deviation. */
    private static final float MIDDLE = 64;

    private static final float PER_SD = 40;

    private final SimulatedScreen screen;
    private final Map<ExperimentId, List<SimulatedWell>> plates = new TreeMap<>(); // the first plate of each experiment

    /** @param screen whose last experiments of the last cell type are shown */
    SiteGallery(SimulatedScreen screen) {
        this.screen = screen;
        screen.wells().stream().filter(well -> well.id().plate().number() == 1).forEach(well -> plates.computeIfAbsent(
                        well.id().experiment(), experiment -> new ArrayList<>())
                .add(well));
    }

    BufferedImage draw() {
        List<ExperimentId> shown = shown();
        ContactSheet sheet = new ContactSheet(
                "Untreated cells of " + EXPERIMENTS + " experiments: normalisations, then augmentations of the first",
                EXPERIMENTS,
                TILE);
        Map<ExperimentId, SiteImage> sites = new TreeMap<>();
        shown.forEach(experiment -> sites.put(experiment, site(first(experiment))));
        Palette recorded = Palette.of(6).fittedTo(List.of(of(sites, shown.getFirst())));
        shown.forEach(experiment -> sheet.add(experiment + ", unit", Composite.of(of(sites, experiment), recorded)));
        for (NormalizationKind kind :
                List.of(NormalizationKind.SAMPLE, NormalizationKind.PLATE, NormalizationKind.CONTROLS)) {
            addNormalized(sheet, kind, shown, sites);
        }
        SiteImage example = of(sites, shown.getFirst());
        for (AugmentationPolicy policy : List.of(AugmentationPolicy.SEED_2019, AugmentationPolicy.RECOMMENDED)) {
            for (int epoch = 0; epoch < EXPERIMENTS; epoch++) {
                long seed = SampleSeed.of(1, epoch, first(shown.getFirst()));
                SiteImage augmented = Augmenter.apply(
                        example, policy.draw(seed, example.width(), example.channels()), example.width());
                sheet.add(policy + ", draw " + (epoch + 1), Composite.of(augmented, recorded));
            }
        }
        return sheet.draw();
    }

    /** The last experiments of the last cell type: some labelled ones and all unseen ones. */
    private List<ExperimentId> shown() {
        List<ExperimentId> ofLast = screen.wells().stream()
                .map(well -> well.id().experiment())
                .filter(experiment -> experiment
                        .name()
                        .startsWith(screen.spec().cellLines().getLast().cellType() + "-"))
                .distinct()
                .sorted(Comparator.naturalOrder())
                .toList();
        return ofLast.subList(Math.max(0, ofLast.size() - EXPERIMENTS), ofLast.size());
    }

    private void addNormalized(
            ContactSheet sheet, NormalizationKind kind, List<ExperimentId> shown, Map<ExperimentId, SiteImage> sites) {
        Map<ExperimentId, SiteImage> normalized = new TreeMap<>();
        for (ExperimentId experiment : shown) {
            List<SiteStatistics> known = statistics(experiment);
            TreeSet<String> controls = known.stream()
                    .filter(SiteStatistics::control)
                    .map(SiteStatistics::labelOrEmpty)
                    .collect(Collectors.toCollection(TreeSet::new));
            Normalization.Sample values = Normalizer.of(kind, known, null, controls)
                    .forSite(first(experiment), statistics(of(sites, experiment)));
            normalized.put(experiment, grey(of(sites, experiment), values));
        }
        Palette palette = Palette.of(6).fittedTo(List.of(of(normalized, shown.getFirst())));
        shown.forEach(
                experiment -> sheet.add(experiment + ", " + kind, Composite.of(of(normalized, experiment), palette)));
    }

    private List<SiteStatistics> statistics(ExperimentId experiment) {
        return of(plates, experiment).stream()
                .map(well -> new SiteStatistics(
                        new SiteId(well.id(), 1),
                        screen.spec().labels().write(well.perturbation()),
                        well.isControl(),
                        statistics(site(new SiteId(well.id(), 1)))))
                .toList();
    }

    private static ChannelStatistics statistics(SiteImage site) {
        float[] mean = new float[site.channels()];
        float[] sd = new float[site.channels()];
        for (int channel = 0; channel < mean.length; channel++) {
            mean[channel] = site.plane(channel).statistics().mean();
            sd[channel] = site.plane(channel).statistics().sd();
        }
        return new ChannelStatistics(mean, sd);
    }

    private static <T> T of(Map<ExperimentId, T> values, ExperimentId experiment) {
        return Objects.requireNonNull(values.get(experiment), experiment::name);
    }

    private SiteId first(ExperimentId experiment) {
        return new SiteId(of(plates, experiment).getFirst().id(), 1);
    }

    private SiteImage site(SiteId site) {
        int side = screen.spec().fields().side();
        List<Plane> planes = new ArrayList<>();
        for (byte[] pixels : screen.draw(site)) {
            planes.add(new Plane(side, side, pixels));
        }
        return new SiteImage(planes);
    }

    /** Normalised values as grey levels. */
    private static SiteImage grey(SiteImage site, Normalization.Sample values) {
        List<Plane> planes = new ArrayList<>();
        for (int channel = 0; channel < site.channels(); channel++) {
            byte[] pixels = site.plane(channel).pixels().clone();
            for (int i = 0; i < pixels.length; i++) {
                float value = values.apply(channel, pixels[i] & 0xff);
                pixels[i] = (byte) Math.clamp(Math.round(MIDDLE + PER_SD * value), 0, 255);
            }
            planes.add(new Plane(site.width(), site.height(), pixels));
        }
        return new SiteImage(planes);
    }
}
