package io.wellstream.ingest.source;

import io.wellstream.imaging.screen.WellPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a screen declares about the use of its plates; what it does not declare is not checked.
 *
 * @param used the block of wells in use
 * @param positiveControls the wells that may hold positive controls; empty if undeclared
 * @param treatments the number of different labels of treatments; 0 if undeclared
 * @param labels the number of different labels, controls included; 0 if undeclared
 */
public record Layout(Optional<Block> used, Set<WellPosition> positiveControls, int treatments, int labels) {
    public static final Layout UNDECLARED = new Layout(Optional.empty(), Set.of(), 0, 0);

    public Layout {
        positiveControls = Set.copyOf(positiveControls);
        if (treatments < 0 || labels < 0 || (labels > 0 && labels < treatments)) {
            throw new IllegalArgumentException(labels + " labels of which " + treatments
                    + " are treatments; expected at least as many labels as treatments");
        }
    }

    /** Rows B to O, columns 02 to 23; positive controls in five rows and six columns; 1,108 treatments, 30 controls, and untreated. */
    public static Layout rxrx1() {
        List<WellPosition> controls = new ArrayList<>();
        for (char row : "CFHJM".toCharArray()) {
            for (int column : new int[] {3, 7, 11, 15, 19, 22}) {
                controls.add(new WellPosition(row - 'A', column));
            }
        }
        return new Layout(Optional.of(Block.parse("B02-O23")), Set.copyOf(controls), 1_108, 1_139);
    }

    /** A rectangle of wells, written {@code B02-O23}. */
    public record Block(WellPosition first, WellPosition last) {
        public Block {
            if (first.row() > last.row() || first.column() > last.column()) {
                throw new IllegalArgumentException("block " + first + "-" + last
                        + "; expected its first well above and left of its last, e.g. B02-O23");
            }
        }

        public static Block parse(String text) {
            String[] corners = text.split("-", -1);
            if (corners.length != 2) {
                throw new IllegalArgumentException("'" + text + "' is not a block of wells; expected e.g. B02-O23");
            }
            return new Block(WellPosition.parse(corners[0]), WellPosition.parse(corners[1]));
        }

        boolean contains(WellPosition position) {
            return position.row() >= first.row()
                    && position.row() <= last.row()
                    && position.column() >= first.column()
                    && position.column() <= last.column();
        }

        @Override
        public String toString() {
            return first + "-" + last;
        }
    }
}
