package io.wellstream.local.cli.picture;

import java.awt.Color;
import java.util.List;

/** One curve of a chart: a value per epoch. */
record Curve(String name, Color color, List<Double> values) {
    Curve {
        values = List.copyOf(values);
    }
}
