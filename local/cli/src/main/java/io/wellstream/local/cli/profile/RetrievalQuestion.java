package io.wellstream.local.cli.profile;

import java.util.ArrayList;
import java.util.List;

/**
 * Which groups of profiles retrieve their members.
 *
 * @param pairs that are compared; a group has the same values in the columns of positive pairs
 * @param controlsAre what controls are good for
 */
record RetrievalQuestion(Retrieval.Pairs pairs, Controls controlsAre) {
    /** The part of controls. */
    enum Controls {
        /** Profiles like others. */
        PROFILES,
        /** Compared with, and in no group. */
        NEGATIVES,
        /** Left out. */
        ABSENT
    }

    /** The groups by name. Profiles without a value in a column of positive pairs are left out. */
    List<PermutationTest.Group> answer(ProfileTable table, PermutationTest test) {
        List<Integer> columns = pairs.positiveSame().stream().map(table::column).toList();
        int type = controlsAre == Controls.PROFILES ? -1 : table.column(Profiler.TYPE);
        ProfileTable compared = new ProfileTable(
                table.metadata(),
                table.rows().stream()
                        .filter(row -> columns.stream()
                                .noneMatch(column -> row.metadata().get(column).isEmpty()))
                        .filter(row -> controlsAre != Controls.ABSENT || isTreatment(row, type))
                        .toList());
        List<Retrieval.Precision> all = Retrieval.precisions(compared, pairs);
        List<String> names = new ArrayList<>();
        List<Retrieval.Precision> precisions = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            ProfileTable.Row row = compared.rows().get(i);
            if (isTreatment(row, type)) {
                names.add(String.join(
                        " / ",
                        columns.stream()
                                .map(column -> row.metadata().get(column))
                                .toList()));
                precisions.add(all.get(i));
            }
        }
        return test.groups(names, precisions);
    }

    private static boolean isTreatment(ProfileTable.Row row, int type) {
        return type < 0 || row.metadata().get(type).equals(Profiler.TREATED);
    }
}
