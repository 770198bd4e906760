package io.wellstream.simulator.drawing;

import io.wellstream.simulator.random.RandomStream;

/** Smooth noise over the plane, uniform in -1 … 1 at the knots of a lattice; independent of the field's edges. */
final class ValueNoise {

    private static final int LATTICE = 64;
    private static final int WRAP = LATTICE - 1;

    private final float[] knots = new float[LATTICE * LATTICE];
    private final double inverseWavelength;

    ValueNoise(double wavelength, RandomStream random) {
        this.inverseWavelength = 1 / wavelength;
        for (int i = 0; i < knots.length; i++) {
            knots[i] = (float) random.uniform(-1, 1);
        }
    }

    double at(double x, double y) {
        double u = x * inverseWavelength;
        double v = y * inverseWavelength;
        int column = (int) Math.floor(u);
        int row = (int) Math.floor(v);
        double fu = ease(u - column);
        double fv = ease(v - row);
        double upper = between(knot(column, row), knot(column + 1, row), fu);
        double lower = between(knot(column, row + 1), knot(column + 1, row + 1), fu);
        return between(upper, lower, fv);
    }

    private double knot(int column, int row) {
        return knots[(row & WRAP) * LATTICE + (column & WRAP)];
    }

    private static double between(double a, double b, double share) {
        return a + (b - a) * share;
    }

    private static double ease(double t) {
        return t * t * (3 - 2 * t);
    }
}
