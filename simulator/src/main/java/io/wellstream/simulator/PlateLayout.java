package io.wellstream.simulator;

import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.imaging.screen.WellPosition;
import io.wellstream.simulator.morphology.Perturbation.PositiveControl;
import io.wellstream.simulator.morphology.Perturbation.Treatment;
import io.wellstream.simulator.morphology.Perturbation.Untreated;
import io.wellstream.simulator.random.RandomStream;
import io.wellstream.simulator.random.StreamKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which perturbation is in which well, as in RxRx1: rows B–O and columns 02–23 are used, B02 is untreated, 30 fixed positions hold
 * the positive controls, and the rest treatments. A group of treatments shares a plate in every experiment; the plate of each group
 * and the wells within it are drawn anew for each experiment.
 */
final class PlateLayout {

    private static final WellPosition UNTREATED = WellPosition.parse("B02");
    static final List<WellPosition> CONTROLS = Stream.of("C", "F", "H", "J", "M")
            .flatMap(row ->
                    Stream.of("03", "07", "11", "15", "19", "22").map(column -> WellPosition.parse(row + column)))
            .toList();
    static final List<WellPosition> TREATED = IntStream.rangeClosed(1, 14)
            .boxed()
            .flatMap(row -> IntStream.rangeClosed(2, 23).mapToObj(column -> new WellPosition(row, column)))
            .filter(position -> !position.equals(UNTREATED) && !CONTROLS.contains(position))
            .toList();

    private static final double BLOCK_LOST = 0.15;
    private static final double WELL_LOST = 0.0003;

    private final PlatePlan plan;
    private final boolean wholePlates;

    /** @param wholePlates whether the treatments of plates that are not full are spread over the plate */
    PlateLayout(PlatePlan plan, boolean wholePlates) {
        this.plan = plan;
        this.wholePlates = wholePlates;
    }

    /** The wells of all plates of one experiment, in the order of plates and positions. */
    List<SimulatedWell> layOut(CellLinePlan line, int number, StreamKey experiment) {
        StreamKey key = experiment.at("layout");
        Set<WellPosition> lostEverywhere =
                plan.losses() ? lostBlock(key.at("block").open()) : Set.of();
        int rotation = key.at("rotation").open().nextInt(plan.plates());
        boolean unseen = number > line.trainExperiments();
        List<SimulatedWell> wells = new ArrayList<>();
        for (int plate = 1; plate <= plan.plates(); plate++) {
            PlateId id = new PlateId(line.experiment(number), plate);
            RandomStream random = key.at("plate").at(plate).open();
            for (SimulatedWell well : fill(id, (plate + rotation) % plan.plates(), unseen, random)) {
                boolean lost = plan.losses() && random.chance(WELL_LOST);
                if (!lost && !lostEverywhere.contains(well.id().position())) {
                    wells.add(well);
                }
            }
        }
        return wells;
    }

    private List<SimulatedWell> fill(PlateId plate, int group, boolean unseen, RandomStream random) {
        List<SimulatedWell> wells = new ArrayList<>();
        wells.add(new SimulatedWell(new WellId(plate, UNTREATED), new Untreated(), unseen));
        int[] controls = random.nextPermutation(plan.positiveControls());
        for (int i = 0; i < controls.length; i++) {
            PositiveControl control = new PositiveControl(PlatePlan.TREATMENTS + controls[i]);
            wells.add(new SimulatedWell(new WellId(plate, CONTROLS.get(i)), control, unseen));
        }
        int first = firstOf(group);
        int[] treatments = random.nextPermutation(firstOf(group + 1) - first);
        for (int i = 0; i < treatments.length; i++) {
            Treatment treatment = new Treatment(first + treatments[i]);
            wells.add(new SimulatedWell(new WellId(plate, position(i, treatments.length)), treatment, unseen));
        }
        wells.sort((a, b) -> a.id().compareTo(b.id()));
        return wells;
    }

    private WellPosition position(int number, int treatments) {
        return TREATED.get(wholePlates ? number * TREATED.size() / treatments : number);
    }

    private int firstOf(int group) {
        return (int) ((long) plan.treatments() * group / plan.plates());
    }

    /** Two or four neighbouring wells that a dispenser missed on every plate of the experiment; usually none. */
    private static Set<WellPosition> lostBlock(RandomStream random) {
        Set<WellPosition> lost = new HashSet<>();
        if (random.chance(BLOCK_LOST)) {
            WellPosition corner = TREATED.get(random.nextInt(TREATED.size()));
            int shape = random.nextInt(3); // 1 x 2, 1 x 4, 2 x 2
            int rows = shape == 2 ? 2 : 1;
            int columns = shape == 1 ? 4 : 2;
            for (int i = 0; i < rows * columns; i++) {
                int row = Math.min(14, corner.row() + i / columns);
                int column = Math.min(23, corner.column() + i % columns);
                lost.add(new WellPosition(row, column));
            }
        }
        return lost;
    }
}
