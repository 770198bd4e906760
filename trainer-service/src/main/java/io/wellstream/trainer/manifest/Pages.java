package io.wellstream.trainer.manifest;

import io.wellstream.proto.v1.Manifest;
import io.wellstream.proto.v1.ManifestPage;
import io.wellstream.proto.v1.ManifestWell;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.WellKey;
import io.wellstream.proto.v1.WellRole;
import io.wellstream.trainer.plan.DataSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The pages that a root lists, and those of them that a run needs. */
public final class Pages {
    private Pages() {}

    /**
     * The data set of a run. A manifest of an earlier version, which has no pages, gives all its wells.
     *
     * @param page reads a page; called once for each that the run needs, in their order
     */
    public static DataSet read(Manifest root, RunSpecification run, Function<ManifestPage, Manifest> page) {
        if (root.getPagesCount() == 0) {
            return DataSet.of(root);
        }
        Set<String> excluded =
                run.getExcludedList().stream().map(WellKey::getExperiment).collect(Collectors.toSet());
        return DataSet.of(root, () -> root.getPagesList().stream()
                .filter(each -> isOfCellType(each, run) || excluded.contains(each.getExperiment()))
                .map(page)
                .iterator());
    }

    /** Whether an experiment has wells that a run may train, evaluate or predict; it then needs all of its wells, to normalise them. */
    private static boolean isOfCellType(ManifestPage page, RunSpecification run) {
        return run.getCellType().isEmpty() || page.getCellTypesList().contains(run.getCellType());
    }

    /** What a root says of a page. */
    static ManifestPage describe(String experiment, Manifest page, ObjectRef object) {
        Set<String> cellTypes = new TreeSet<>();
        Set<String> controls = new TreeSet<>();
        int sites = 0;
        for (ManifestWell well : page.getWellsList()) {
            cellTypes.add(well.getCellType());
            sites += well.getSitesCount();
            if (isControl(well.getRole())) {
                controls.add(well.getLabel());
            }
        }
        return ManifestPage.newBuilder()
                .setExperiment(experiment)
                .setObject(object)
                .setWells(page.getWellsCount())
                .setSites(sites)
                .addAllCellTypes(cellTypes)
                .addAllControlLabels(controls)
                .build();
    }

    private static boolean isControl(WellRole role) {
        return role == WellRole.WELL_ROLE_POSITIVE_CONTROL || role == WellRole.WELL_ROLE_NEGATIVE_CONTROL;
    }
}
