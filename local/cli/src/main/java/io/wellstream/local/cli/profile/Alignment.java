package io.wellstream.local.cli.profile;

import io.wellstream.local.cli.terminal.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Removes what distinguishes plates or experiments: centres and scales each feature, in each of them, by the mean and standard deviation of
 * its controls, as pycytominer's standardize does. Or typical variation normalisation, see {@link TypicalVariation}.
 */
public final class Alignment {
    private static final int FEWEST = 2;

    private final Reference reference;
    private final Group group;
    private final boolean typicalVariation;

    /** By which wells the mean and the standard deviation are measured. */
    public enum Reference {
        NONE,
        CONTROLS,
        NEGATIVE_CONTROLS,
        ALL;

        /** Reads what {@link #toString} writes. */
        static Reference of(String name) {
            for (Reference reference : values()) {
                if (reference.toString().equalsIgnoreCase(name)) {
                    return reference;
                }
            }
            throw new UserError("--align " + name + "; expected controls, negative-controls, all or none");
        }

        private boolean has(String type) {
            return switch (this) {
                case NONE -> false;
                case CONTROLS -> !type.equals(Profiler.TREATED);
                case NEGATIVE_CONTROLS -> type.equals("negcon");
                case ALL -> true;
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What is aligned. */
    public enum Group {
        PLATE(Profiler.PLATE),
        EXPERIMENT(Profiler.BATCH);

        private final String column;

        Group(String column) {
            this.column = column;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param typicalVariation whether variation that controls have is removed too */
    public Alignment(Reference reference, Group group, boolean typicalVariation) {
        this.reference = reference;
        this.group = group;
        this.typicalVariation = typicalVariation;
        if (typicalVariation && reference == Reference.NONE) {
            throw new UserError("--tvn without --align; expected --align controls or negative-controls with it");
        }
    }

    /** The aligned table. */
    public ProfileTable apply(ProfileTable table) {
        if (reference == Reference.NONE) {
            return table;
        }
        List<List<Integer>> groups = new ArrayList<>();
        List<List<Integer>> references = new ArrayList<>();
        members(table).forEach((name, rows) -> {
            List<String> types = table.values(Profiler.TYPE);
            List<Integer> measured =
                    rows.stream().filter(row -> reference.has(types.get(row))).toList();
            if (measured.size() < FEWEST) {
                throw new UserError(group + " " + name + " has " + measured.size() + " rows of " + reference
                        + "; expected " + FEWEST + " or more. Align by experiment, or by other wells");
            }
            groups.add(rows);
            references.add(measured);
        });
        FeatureRows features = FeatureRows.of(table);
        FeatureRows aligned = typicalVariation
                ? TypicalVariation.removed(features, groups, references)
                : features.standardized(groups, references);
        return table.withFeatures(aligned.floats());
    }

    private Map<String, List<Integer>> members(ProfileTable table) {
        List<String> names = table.values(group.column);
        Map<String, List<Integer>> members = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            members.computeIfAbsent(names.get(i), name -> new ArrayList<>()).add(i);
        }
        return members;
    }
}
