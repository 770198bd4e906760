package io.wellstream.simulator.drawing;

/** Draws one stain of a scene: its amount in each pixel, before any optics. */
sealed interface CellPainter
        permits NucleusPainter, ReticulumPainter, ActinPainter, RnaPainter, MitochondriaPainter, GolgiPainter {

    Canvas paint(Scene scene);

    /** 1 at zero, one half at one, falling with the square of the distance; a cheap approximation of a bell curve. */
    static double bell(double distance) {
        return 1 / (1 + distance * distance);
    }
}
