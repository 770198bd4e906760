package io.wellstream.trainer.plan;

import static java.util.stream.Collectors.joining;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.RunSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Why a run has no validation or test experiments.
 *
 * @param validation the reason; empty if there is a validation set
 * @param test the reason; empty if there is a test set
 * @param warnings cell types that lack a set which others have
 */
public record MissingSets(String validation, String test, List<String> warnings) {
    public MissingSets {
        warnings = List.copyOf(warnings);
    }

    static MissingSets of(RunSpecification run, SortedMap<CellType, SortedSet<ExperimentId>> labelled, Split split) {
        boolean random = run.getSplit().hasRandomSites();
        List<String> warnings = new ArrayList<>();
        String validation = random
                ? ""
                : reason(
                        "validation",
                        split.validation(),
                        run.getSplit().getByExperiment().getDrawValidation() < 0,
                        labelled,
                        warnings);
        if (random
                && !run.getSplit().getRandomSites().hasDrawTest()
                && split.test().isEmpty()) {
            return new MissingSets(validation, "random-sites had none when the run was recorded", warnings);
        }
        int draw = random
                ? run.getSplit().getRandomSites().getDrawTest()
                : run.getSplit().getByExperiment().getDrawTest();
        String test = reason("test", split.test(), draw < 0, labelled, warnings);
        return new MissingSets(validation, test, warnings);
    }

    private static String reason(
            String name,
            Set<ExperimentId> set,
            boolean unwanted,
            SortedMap<CellType, SortedSet<ExperimentId>> labelled,
            List<String> warnings) {
        SortedMap<CellType, Integer> without = new TreeMap<>(); // how many experiments they have
        labelled.forEach((cellType, experiments) -> {
            if (experiments.stream().noneMatch(set::contains)) {
                without.put(cellType, experiments.size());
            }
        });
        if (without.isEmpty()) {
            return "";
        }
        String reason = unwanted ? "the run asks for none" : tooFew(name, without);
        if (without.size() == labelled.size()) {
            return reason;
        }
        String cellTypes = without.keySet().stream().map(CellType::name).collect(joining(", "));
        warnings.add("no " + name + " experiments of " + cellTypes + ": " + reason);
        return "";
    }

    private static String tooFew(String name, SortedMap<CellType, Integer> without) {
        String counts = without.entrySet().stream()
                .map(one -> one.getKey() + " has " + one.getValue() + " labelled experiment"
                        + (one.getValue() == 1 ? "" : "s"))
                .collect(joining(", "));
        return without.values().stream().allMatch(experiments -> experiments < Split.ENOUGH_FOR_THREE_SETS)
                ? counts + ", and with fewer than " + Split.ENOUGH_FOR_THREE_SETS + " none is drawn; name " + name
                        + " experiments to have one"
                : counts + ", and the run names others";
    }
}
