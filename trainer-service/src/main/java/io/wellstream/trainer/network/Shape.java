package io.wellstream.trainer.network;

/**
 * The shape of one sample's value between two nodes: square maps, or a vector of units.
 *
 * @param channels maps, or units when {@code side} is 0
 * @param side of each map in pixels; 0 for a vector
 */
public record Shape(int channels, int side) {
    public Shape {
        if (channels < 1 || side < 0) {
            throw new IllegalArgumentException("shape of " + channels + " channels and side " + side);
        }
    }

    /** A vector. */
    public static Shape units(int count) {
        return new Shape(count, 0);
    }

    public boolean isVector() {
        return side == 0;
    }

    /** Numbers in one sample's value. */
    public long values() {
        return isVector() ? channels : (long) channels * side * side;
    }
}
