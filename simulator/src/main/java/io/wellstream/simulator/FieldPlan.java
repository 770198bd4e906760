package io.wellstream.simulator;

/**
 * The images of a well.
 *
 * @param sites fields of view, numbered from 1
 * @param side pixels; a smaller side is a smaller field at the same pixel size
 */
public record FieldPlan(int sites, int side) {
    public FieldPlan {
        if (sites < 1 || sites > 9) {
            throw new IllegalArgumentException(sites + " sites a well; expected 1 to 9");
        }
        if (side < 32 || side > 1024) {
            throw new IllegalArgumentException("images of " + side + " px; expected 32 to 1024");
        }
    }
}
