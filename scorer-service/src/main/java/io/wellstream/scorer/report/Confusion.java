package io.wellstream.scorer.report;

import io.wellstream.proto.v1.ConfusionCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Labels against predictions, laid out in pixels: a row per label, a column per class, in one order, a square of 14 for each pair that occurs. */
record Confusion(int size, List<Row> rows, List<Cell> cells) {
    private static final int CELL = 16;
    private static final int TOP = 2;
    private static final int LEFT = 130; // room for about 25 letters; of a longer name the end is seen

    /** None if nothing was counted. */
    static Optional<Confusion> of(List<ConfusionCount> counts) {
        if (counts.isEmpty()) {
            return Optional.empty();
        }
        TreeSet<String> labels = new TreeSet<>();
        Map<String, Long> wells = new HashMap<>();
        for (ConfusionCount count : counts) {
            labels.add(count.getLabel());
            labels.add(count.getPredicted());
            wells.merge(count.getLabel(), count.getWells(), Long::sum);
        }
        List<String> order = List.copyOf(labels);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            rows.add(new Row(order.get(i), TOP + CELL * i));
        }
        List<Cell> cells = counts.stream()
                .map(count -> new Cell(
                        count,
                        wells.getOrDefault(count.getLabel(), 0L),
                        LEFT + CELL * order.indexOf(count.getPredicted()) + 1,
                        TOP + CELL * order.indexOf(count.getLabel()) + 1))
                .toList();
        return Optional.of(new Confusion(CELL * order.size(), rows, cells));
    }

    public int left() {
        return LEFT;
    }

    public int top() {
        return TOP;
    }

    public int right() {
        return LEFT + size;
    }

    public int bottom() {
        return TOP + size;
    }

    public int width() {
        return right() + 2;
    }

    public int height() {
        return bottom() + 2;
    }

    /** The wrong pairs, the most frequent first. */
    public List<Cell> mistakes() {
        return cells.stream()
                .filter(cell -> !cell.isRight())
                .sorted(Comparator.comparingLong((Cell cell) -> cell.count().getWells())
                        .reversed())
                .toList();
    }

    /** A label and the upper edge of its row. */
    record Row(String label, int y) {}

    /**
     * A label, a prediction and the upper left corner of their square.
     *
     * @param of the wells with the label
     */
    record Cell(ConfusionCount count, long of, int x, int y) {
        public boolean isRight() {
            return count.getLabel().equals(count.getPredicted());
        }

        public double share() {
            return (double) count.getWells() / of;
        }
    }
}
