package io.wellstream.simulator.drawing;

import io.wellstream.simulator.drawing.Cell.Ellipse;
import io.wellstream.simulator.random.StreamKey;
import java.util.Arrays;
import java.util.List;

/**
 * Which cell each pixel of a field belongs to, and its position in that cell. Neighbours meet halfway, in the metric of their
 * outlines, so crowded cells tile the field and single cells stay round.
 */
final class Tissue {

    private static final double REACH = 1.25;

    final int side;
    final List<Cell> cells;
    /** Index of the pixel's cell, or -1 outside all cells. */
    final short[] owner;
    /** The thickness of the cell in the pixel: 0 outside, up to about 1 over the nucleus. */
    final float[] thickness;
    /** Pixels to the nearest border of the cell. */
    final float[] border;
    /** Pixels to the outline of the cell's nucleus, negative within it. */
    final float[] fromNucleus;
    /** 0 … 1: the share of nucleus in the pixel, of any cell. */
    final float[] nuclei;

    private final ValueNoise bendX;
    private final ValueNoise bendY;
    private final double bend;

    Tissue(int side, List<Cell> cells, double lobes, StreamKey key) {
        this.side = side;
        this.cells = List.copyOf(cells);
        int pixels = side * side;
        owner = new short[pixels];
        thickness = new float[pixels];
        border = new float[pixels];
        fromNucleus = new float[pixels];
        nuclei = new float[pixels];
        double radius = cells.isEmpty() ? 10 : cells.getFirst().body().radius();
        bend = 0.22 * radius;
        bendX = new ValueNoise(0.8 * radius, key.at("bend x").open());
        bendY = new ValueNoise(0.8 * radius, key.at("bend y").open());
        tile();
        double nucleus = cells.isEmpty() ? 8 : cells.getFirst().nucleus().radius();
        ValueNoise lobed = new ValueNoise(nucleus * 0.8, key.at("lobes").open());
        placeNuclei(lobed, lobes);
    }

    private void tile() {
        float[] nearest = new float[side * side];
        float[] second = new float[side * side];
        Arrays.fill(nearest, (float) (REACH * REACH));
        Arrays.fill(second, (float) (REACH * REACH));
        Arrays.fill(owner, (short) -1);
        float[] bentX = new float[side * side];
        float[] bentY = new float[side * side];
        for (int i = 0; i < owner.length; i++) {
            int x = i % side;
            int y = i / side;
            bentX[i] = (float) (x + bend * bendX.at(x, y));
            bentY[i] = (float) (y + bend * bendY.at(x, y));
        }
        for (short c = 0; c < cells.size(); c++) {
            Ellipse body = cells.get(c).body();
            int reach = (int) (REACH * body.major() + bend) + 1;
            int left = Math.max(0, (int) body.x() - reach);
            int right = Math.min(side - 1, (int) body.x() + reach);
            for (int y = Math.max(0, (int) body.y() - reach); y <= Math.min(side - 1, (int) body.y() + reach); y++) {
                for (int i = y * side + left; i <= y * side + right; i++) {
                    float distance = (float) body.squaredDistance(bentX[i], bentY[i]);
                    if (distance < nearest[i]) {
                        second[i] = nearest[i];
                        nearest[i] = distance;
                        owner[i] = c;
                    } else if (distance < second[i]) {
                        second[i] = distance;
                    }
                }
            }
        }
        for (int i = 0; i < owner.length; i++) {
            shape(i, (float) Math.sqrt(nearest[i]), (float) Math.sqrt(second[i]));
        }
    }

    private void shape(int i, float nearest, float second) {
        if (nearest >= 1) {
            owner[i] = -1;
            border[i] = -1;
            fromNucleus[i] = 99;
            return;
        }
        Cell cell = cells.get(owner[i]);
        double radius = cell.body().radius();
        double free = (1 - nearest) * radius;
        double shared = (second - nearest) / 2 * radius;
        border[i] = (float) Math.min(free, shared);
        double rise = Math.min(1, free / 6);
        double fold = 0.7 + 0.3 * Math.min(1, shared / 3);
        double dome = 1 - nearest * nearest;
        thickness[i] = (float) (rise * fold * (0.22 + 0.78 * dome * dome));
        Ellipse nucleus = cell.nucleus();
        int y = i / side;
        fromNucleus[i] = (float) ((nucleus.distance(i % side, y) - 1) * nucleus.radius());
    }

    private void placeNuclei(ValueNoise lobed, double lobes) {
        for (Cell cell : cells) {
            Ellipse nucleus = cell.nucleus();
            int reach = (int) (1.5 * nucleus.major()) + 2;
            int left = Math.max(0, (int) nucleus.x() - reach);
            int right = Math.min(side - 1, (int) nucleus.x() + reach);
            double ramp = nucleus.radius() / 1.6;
            for (int y = Math.max(0, (int) nucleus.y() - reach);
                    y <= Math.min(side - 1, (int) nucleus.y() + reach);
                    y++) {
                for (int x = left; x <= right; x++) {
                    double distance = nucleus.distance(x, y) * (1 + lobes * lobed.at(x, y));
                    double inside = Math.clamp((1 - distance) * ramp + 0.5, 0, 1);
                    if (inside > 0) {
                        double dome = Math.sqrt(Math.max(0, 1.15 - distance * distance));
                        int i = y * side + x;
                        nuclei[i] += (float) (inside * (0.55 + 0.45 * dome) * cell.dna());
                    }
                }
            }
        }
    }
}
