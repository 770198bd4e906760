package io.wellstream.simulator.drawing;

/** Draws one stain over a scene: how much of it each pixel holds, before any optics. */
sealed interface CellPainter
        permits NucleusPainter, ReticulumPainter, ActinPainter, RnaPainter, MitochondriaPainter, GolgiPainter {

    Canvas paint(Scene scene);

    /** 1 at zero, one half at one, falling as a squared reciprocal; a cheap stand-in for a bell. */
    static double bell(double distance) {
        return 1 / (1 + distance * distance);
    }
}
