package io.wellstream.trainer.plan;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Target;
import io.wellstream.trainer.mixing.MixedBatch;
import io.wellstream.trainer.plan.Examples.Example;
import java.util.List;
import java.util.TreeSet;

/**
 * The cell types that a network of all of them reads.
 *
 * @param types of the training wells, sorted; a cell type's position is its place in the network's input; empty if the network reads none
 */
public record CellTypeInput(List<CellType> types) {
    static final String KEY = "network.cell_type_input";

    public CellTypeInput {
        types = List.copyOf(types);
    }

    /** Refuses it where it would say nothing, or the answer. */
    static void check(RunSpecification.Builder run) {
        if (!run.getNetwork().getCellTypeInput()) {
            return;
        }
        if (!run.getCellType().isEmpty()) {
            throw RefusedRunException.setting(KEY, true, "false, because the run is of cell type " + run.getCellType());
        }
        if (run.getTarget() == Target.TARGET_CELL_TYPE) {
            throw RefusedRunException.setting(
                    KEY, true, "false, because the cell type is what the network should answer");
        }
    }

    /** @throws RefusedRunException if the training has one cell type */
    static CellTypeInput of(RunSpecification run, Examples examples) {
        if (!run.getNetwork().getCellTypeInput()) {
            return new CellTypeInput(List.of());
        }
        TreeSet<CellType> trained = types(examples.training());
        if (trained.size() < 2) {
            throw RefusedRunException.setting(
                    KEY, true, "false, because the training wells have cell types " + trained);
        }
        return new CellTypeInput(List.copyOf(trained));
    }

    private static TreeSet<CellType> types(List<Example> examples) {
        TreeSet<CellType> types = new TreeSet<>();
        examples.forEach(example -> types.add(example.well().cellType()));
        return types;
    }

    /** The batch with the cell types of its samples, if the network reads them. */
    MixedBatch with(MixedBatch batch, List<Example> examples) {
        return types.isEmpty()
                ? batch
                : batch.ofCellTypes(examples.stream()
                        .mapToInt(example -> place(example.well()))
                        .toArray());
    }

    private int place(DataSet.Well well) {
        int place = types.indexOf(well.cellType());
        if (place < 0) {
            throw new RefusedRunException("well " + well.id() + " has cell type " + well.cellType()
                    + ", and the network reads the cell types of its training wells: " + types);
        }
        return place;
    }

    public List<String> names() {
        return types.stream().map(CellType::name).toList();
    }
}
