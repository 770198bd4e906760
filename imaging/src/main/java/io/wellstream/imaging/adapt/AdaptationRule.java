package io.wellstream.imaging.adapt;

import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.SiteId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Chooses the sites of an experiment on which batch norms are measured: in effect a random sample, with the same number of sites from each
 * plate, and always the same one. Trainer and scorer choose by this class alone. Labels are not read. ADR 24 explains the sizes, ADR 42 the
 * controls.
 *
 * @param trained the wells that the model was trained on
 * @param controls the share of control sites that was asked for: 0 for the wells of the kind that the model was trained on, as they are;
 *     empty for {@link #DEFAULT_CONTROLS}, unless the experiment has many treatments
 * @param repeats how often an experiment has each treatment, as the screen declares it; 0 if it does not
 */
public record AdaptationRule(Trained trained, OptionalDouble controls, int repeats) {
    /** The size of a batch, unless so many sites do not fit into memory. */
    public static final int BATCH = 64;

    /** In smaller batches, the statistics that a batch norm uses while they are measured are too noisy for the next layer. */
    public static final int SMALLEST_BATCH = 16;

    /** With fewer sites, the choice of sites would influence every prediction. */
    public static final int FEWEST_SITES = BATCH;

    /** More sites hardly change the statistics, and each costs as much as scoring it. */
    private static final int MOST_SITES = 8 * BATCH;

    /** The mean over so many treatments is off by a quarter of what treatments differ by. */
    public static final int MANY_TREATMENTS = 16;

    /** Half: then a batch of one treatment is as far from the mean as half of that treatment's effect. */
    public static final double DEFAULT_CONTROLS = 0.5;

    /** Fewer sites of controls would replace the choice of treatments by the choice of controls. */
    public static final int FEWEST_CONTROL_SITES = 16;

    private static final long MOST_INPUT_BYTES = 128 << 20; // of a batch

    /** The wells that a model was trained on. */
    public enum Trained {
        TREATMENTS,
        CONTROLS,
        BOTH
    }

    public AdaptationRule {
        controls.ifPresent(AdaptationRule::requireShare);
    }

    /** @throws IllegalArgumentException if it is not a share of control sites */
    public static void requireShare(double controls) {
        if (!(controls >= 0 && controls < 1)) {
            throw new IllegalArgumentException(
                    "share of controls " + controls + "; expected 0 or more and less than 1");
        }
    }

    /** The largest batch of inputs of so many numbers that is not too large; at least 1. */
    public static int largestBatch(long numbers) {
        return (int) Math.max(1, MOST_INPUT_BYTES / (numbers * Float.BYTES));
    }

    /**
     * Chooses among all sites of an experiment.
     *
     * @param largestBatch that the model can compute
     */
    public MeasuredSites choose(Collection<SiteCandidate> sites, int largestBatch) {
        int size = Math.min(BATCH, largestBatch);
        List<SiteCandidate> treated = only(sites, site -> !site.control());
        List<SiteCandidate> ofControls = only(sites, SiteCandidate::control);
        List<SiteCandidate> like =
                switch (trained) {
                    case TREATMENTS -> treated;
                    case CONTROLS -> ofControls;
                    case BOTH -> List.copyOf(sites);
                };
        boolean asTheyAre = controls.isPresent() ? controls.getAsDouble() == 0 : hasManyTreatments(treated);
        if (trained == Trained.CONTROLS || asTheyAre) {
            return like.size() < FEWEST_SITES
                    ? tooFew(like.size(), "sites of the kind that the model was trained on")
                    : new MeasuredSites(like.size(), batches(drawn(like), size), 0, "");
        }
        if (ofControls.size() < FEWEST_CONTROL_SITES) {
            return like.size() < FEWEST_SITES
                    ? tooFew(like.size(), "sites of the kind that the model was trained on")
                    : MeasuredSites.refused(like.size(), lacksControls(ofControls.size(), treated));
        }
        int known = treated.size() + ofControls.size();
        if (treated.isEmpty() || known < FEWEST_SITES) {
            return tooFew(known, "sites of treatments and controls");
        }
        double natural = trained == Trained.BOTH ? ofControls.size() / (double) known : 0;
        double share = controls.orElse(Math.max(DEFAULT_CONTROLS, natural));
        int mixed = Math.clamp(Math.round(share * size), 1, size - 1);
        return new MeasuredSites(known, mixed(drawn(treated), drawn(ofControls), size, mixed), mixed, "");
    }

    private static MeasuredSites tooFew(int known, String kind) {
        return MeasuredSites.refused(
                known, "it has " + known + " " + kind + ", and at least " + FEWEST_SITES + " are needed");
    }

    private String lacksControls(int known, List<SiteCandidate> treated) {
        String why = controls.isPresent()
                ? "a share of " + controls.getAsDouble() + " controls was asked for"
                : "it is not known to have " + MANY_TREATMENTS + " treatments or more"
                        + (repeats > 0
                                ? " (" + wells(treated) + " wells, " + repeats + " a treatment)"
                                : " (the screen does not declare how often a treatment is in an experiment)");
        return "it has " + known + " sites of controls, and " + FEWEST_CONTROL_SITES
                + " or more must be mixed in, because " + why;
    }

    private boolean hasManyTreatments(List<SiteCandidate> treated) {
        return repeats > 0 && wells(treated) >= (MANY_TREATMENTS - 1L) * repeats + 1;
    }

    private static long wells(List<SiteCandidate> sites) {
        return sites.stream().map(site -> site.id().well()).distinct().count();
    }

    private static List<SiteCandidate> only(Collection<SiteCandidate> sites, Predicate<SiteCandidate> wanted) {
        return sites.stream().filter(wanted).toList();
    }

    /** One site from each plate in turn; within a plate in the order of the objects' digests, which is in effect random. */
    private static List<SiteId> drawn(Collection<SiteCandidate> sites) {
        TreeMap<PlateId, List<SiteId>> plates = sites.stream()
                .sorted(Comparator.comparing(SiteCandidate::digest).thenComparing(SiteCandidate::id))
                .map(SiteCandidate::id)
                .collect(Collectors.groupingBy(site -> site.well().plate(), TreeMap::new, Collectors.toList()));
        List<SiteId> drawn = new ArrayList<>(sites.size());
        for (int round = 0; drawn.size() < sites.size(); round++) {
            for (List<SiteId> plate : plates.values()) {
                if (round < plate.size()) {
                    drawn.add(plate.get(round));
                }
            }
        }
        return drawn;
    }

    private static List<List<SiteId>> batches(List<SiteId> all, int size) {
        List<SiteId> drawn = all.subList(0, Math.min(MOST_SITES, all.size()));
        List<List<SiteId>> batches = new ArrayList<>();
        for (int from = 0; from + size <= drawn.size(); from += size) {
            batches.add(drawn.subList(from, from + size));
        }
        return batches;
    }

    /** Batches with the same number of controls; where sites of one kind are too few, they are used again. */
    private static List<List<SiteId>> mixed(List<SiteId> treated, List<SiteId> controls, int size, int ofControls) {
        int ofTreated = size - ofControls;
        int count = Math.clamp(treated.size() / ofTreated, 1, MOST_SITES / size);
        List<List<SiteId>> batches = new ArrayList<>();
        for (int batch = 0; batch < count; batch++) {
            List<SiteId> sites = new ArrayList<>(size);
            for (int i = 0; i < ofTreated; i++) {
                sites.add(treated.get((batch * ofTreated + i) % treated.size()));
            }
            for (int i = 0; i < ofControls; i++) {
                sites.add(controls.get((batch * ofControls + i) % controls.size()));
            }
            batches.add(sites);
        }
        return batches;
    }
}
